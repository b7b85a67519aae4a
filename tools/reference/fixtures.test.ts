import { describe, expect, test } from '@jest/globals';
import {
  distanceFromSummary,
  formulaTensor,
  largestDistance,
  readFullFixture,
  readMetricsFixture,
  readResizeFixture,
  readSmallFixture,
  zeroGradients,
} from './index.ts';

const parameters = (shapes: number[][]) =>
  shapes.reduce((sum, shape) => sum + shape.reduce((product, side) => product * side, 1), 0);

describe('the small fixture', () => {
  const small = readSmallFixture();

  test('holds every parameter and every gradient but those that are zero', () => {
    const { generator, discriminator } = small.initial;
    expect(parameters(Object.values(generator).map(({ shape }) => shape))).toBe(457_859);
    expect(Object.keys(small.gradients.generator)).toEqual(Object.keys(generator));
    expect(Object.keys(small.weights.generator).sort()).toEqual(Object.keys(generator).sort());
    const compared = Object.keys(discriminator).filter((name) => !zeroGradients.includes(name));
    expect(compared).toHaveLength(Object.keys(discriminator).length - 3);
    expect(Object.keys(small.gradients.discriminator)).toEqual(compared);
    expect(Object.keys(small.weights.discriminator).sort()).toEqual(compared.sort());
  });

  test('moved every tensor by what five steps of Adam at 2e-4 can move it', () => {
    for (const network of ['generator', 'discriminator'] as const)
      for (const [name, { values }] of Object.entries(small.weights[network])) {
        const initial = small.initial[network][name]?.values as Float32Array;
        const moved = values.reduce((most, value, i) => Math.max(most, Math.abs(value - (initial[i] as number))), 0);
        expect(moved).toBeGreaterThan(5e-4);
        expect(moved).toBeLessThan(2e-3);
      }
  });

  test('has losses that add up, inputs and masks for each of five steps', () => {
    expect(small.steps).toHaveLength(5);
    for (const { a, b, masks, losses } of small.steps) {
      expect(losses.generator).toBeCloseTo(losses.adversarial + 100 * losses.l1, 10);
      expect(Object.keys(masks)).toEqual(['down4', 'down5', 'down6', 'up1', 'up2']);
      expect(a.values).toHaveLength(2 * 64 * 64 * 3);
      expect(largestDistance(a.values, b)).toBeGreaterThan(0.5);
    }
  });

  test('agrees with its own output on the L1 of the first step', () => {
    const fake = small.outputs.fake?.values as Float32Array;
    const target = small.steps[0]?.b.values as Float32Array;
    const l1 = fake.reduce((sum, value, i) => sum + Math.abs(value - (target[i] as number)), 0) / fake.length;
    expect(l1).toBeCloseTo(small.steps[0]?.losses.l1 as number, 6);
  });
});

describe('the fixture of the full model', () => {
  const seed = readFullFixture();

  test("has PyTorch-GAN's number of parameters", () => {
    expect(parameters(Object.values(seed.parameterShapes.generator))).toBe(54_404_099);
    expect(parameters(Object.values(seed.parameterShapes.discriminator))).toBe(2_767_808);
    expect(Object.keys(seed.gradients.generator)).toEqual(Object.keys(seed.parameterShapes.generator));
  });

  test('is told apart from a tensor in which one sample or the scale is wrong', () => {
    const { values, shape } = formulaTensor('generator.down1.weight', [4, 4, 3, 64]);
    const reference = {
      shape,
      indices: [5],
      samples: [values[5] as number],
      norm: Math.hypot(...values),
      largest: 0.0346,
      sum: values.reduce((sum, value) => sum + value, 0),
      ownDistance: 0,
      ownMedianDistance: 0,
      ownNormDistance: 0,
      ownSumDistance: 0,
    };
    const same = distanceFromSummary(values, reference);
    expect(Math.max(same.samples, same.norm, same.sum)).toBeLessThan(1e-6);
    expect(
      distanceFromSummary(
        values.map((value, i) => (i === 5 ? 0 : value)),
        reference,
      ).samples,
    ).toBeGreaterThan(0.01);
    expect(
      distanceFromSummary(
        values.map((value) => 2 * value),
        reference,
      ).norm,
    ).toBeCloseTo(1, 5);
    expect(
      distanceFromSummary(
        values.map((value) => value + 0.02),
        reference,
      ).sum,
    ).toBeCloseTo(1, 1);
  });
});

test('largestDistance is relative to the reference and does not lose a NaN', () => {
  const reference = { shape: [3], values: Float32Array.of(1, -4, 2) };
  expect(largestDistance([1, -4, 2], reference)).toBe(0);
  expect(largestDistance([1, -3, 2], reference)).toBe(0.25);
  expect(largestDistance([1, Number.NaN, 2], reference)).toBeNaN();
  expect(() => largestDistance([1], reference)).toThrow('Expected 3 values');
});

test('the image fixtures hold images of the sizes they state', () => {
  const cases = readResizeFixture();
  expect(cases).toHaveLength(11);
  const { first, second } = readMetricsFixture();
  for (const { width, height, rgb } of [...cases.flatMap((one) => [one.source, one.resized]), first, second])
    expect(rgb).toHaveLength(width * height * 3);
});
