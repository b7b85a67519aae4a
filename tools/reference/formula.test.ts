import { describe, expect, test } from '@jest/globals';
import { formulaImage, formulaMask, formulaWeights, noiseBytes, rampBytes, sampleIndices, stream } from './formula.ts';
import { readJson } from './read-fixture.ts';

type FormulaFixture = {
  streams: Record<string, number>;
  weights: Record<string, { length: number; first: number[]; last: number[]; deviation: number }>;
  mask: number[];
  image: number[];
  wideImage: number[];
  noise: number[];
  ramp: number[];
  sampleIndices: Record<string, number[]>;
};

const python = readJson<FormulaFixture>('formula.json');

describe('the formulas give bit for bit what Python computes', () => {
  test.each(Object.entries(python.weights))('weights of %s', (name, { length, first, last, deviation }) => {
    const values = formulaWeights(name, length);
    expect([...values.subarray(0, 4)]).toEqual(first);
    expect([...values.subarray(-4)]).toEqual(last);
    expect(Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / length)).toBeCloseTo(deviation, 3);
    expect(stream(name)).toBe(python.streams[name]);
    expect(sampleIndices(name, length, 8)).toEqual(python.sampleIndices[name]);
  });

  test('images, masks, noise and ramps', () => {
    expect([...formulaImage('step1.a.0', 8)]).toEqual(python.image);
    expect([...formulaImage('step1.a.0', { width: 6, height: 4 })]).toEqual(python.wideImage);
    expect([...formulaMask('step1.mask.down4', 64)]).toEqual(python.mask);
    expect([...noiseBytes('noise', 64)]).toEqual(python.noise);
    expect([...rampBytes(5, 7)]).toEqual(python.ramp);
  });
});

test('images are smooth and use most of [-1, 1]', () => {
  const size = 256;
  const image = formulaImage('step1.b.0', size);
  let steepest = 0;
  for (let i = 0; i < image.length - 3 * size; i++)
    steepest = Math.max(steepest, Math.abs((image[i + 3 * size] as number) - (image[i] as number)));
  expect(steepest).toBeLessThan(0.1);
  expect(image.reduce((most, value) => Math.max(most, value))).toBeGreaterThan(0.8);
  expect(image.reduce((least, value) => Math.min(least, value))).toBeLessThan(-0.8);
});
