import { describe, expect, test } from '@jest/globals';
import { engine, type Tensor, tensor } from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { seededFloats } from '../testing/floats.ts';
import { runKernel } from '../testing/run-kernel.ts';
import { nameOf, useVariant, variants } from '../testing/variants.ts';

/** Of values around 1; a float32 is rounded by 6e-8 of its size. */
const TOLERANCE = 1e-5;
const EPSILON = 1e-5;

/** y, mean and inverseStd, and the gradients, by their formulas in float64; x is [rows, channels]. */
function byFormula(x: Float32Array, dy: Float32Array, scale: Float32Array, offset: Float32Array) {
  const channels = scale.length;
  const rows = x.length / channels;
  const [y, dx] = [new Float64Array(x.length), new Float64Array(x.length)];
  const [mean, inverseStd, dScale, dOffset] = [0, 1, 2, 3].map(() => new Float64Array(channels)) as Four;
  for (let c = 0; c < channels; c++) {
    const places = Array.from({ length: rows }, (_, row) => row * channels + c);
    const total = (of: (place: number) => number) => places.reduce((sum, place) => sum + of(place), 0);
    const average = total((i) => x[i] as number) / rows;
    const std = 1 / Math.sqrt(total((i) => ((x[i] as number) - average) ** 2) / rows + EPSILON);
    const normalized = (i: number) => ((x[i] as number) - average) * std;
    const [sumDy, along] = [total((i) => dy[i] as number), total((i) => (dy[i] as number) * normalized(i))];
    [mean[c], inverseStd[c], dScale[c], dOffset[c]] = [average, std, along, sumDy];
    for (const i of places) {
      y[i] = normalized(i) * (scale[c] as number) + (offset[c] as number);
      dx[i] = (scale[c] as number) * std * ((dy[i] as number) - sumDy / rows - (normalized(i) * along) / rows);
    }
  }
  return { y, mean, inverseStd, dx, dScale, dOffset };
}

type Four = [Float64Array, Float64Array, Float64Array, Float64Array];

function byKernel(shape: number[], x: Float32Array, dy: Float32Array, scale: Float32Array, offset: Float32Array) {
  const inputs = { x: tensor(x, shape), scale: tensor(scale) };
  const attrs = { epsilon: EPSILON };
  const outputs = engine().runKernel('BatchNorm', { ...inputs, offset: tensor(offset) }, attrs) as unknown as Tensor[];
  const [y, mean, inverseStd] = outputs as [Tensor, Tensor, Tensor];
  const all = { dy: tensor(dy, shape), ...inputs, mean, inverseStd };
  const [dx, dScale, dOffset] = engine().runKernel('BatchNormGrad', all) as unknown as [Tensor, Tensor, Tensor];
  return { y, mean, inverseStd, dx, dScale, dOffset };
}

const sizeOf = (shape: number[]) => shape.reduce((a, b) => a * b, 1);

function expectFormula(shape: number[], seed: number, center = 0): void {
  const channels = shape.at(-1) as number;
  const x = seededFloats(sizeOf(shape), seed, 2).map((value, i) => value + center + (i % channels));
  const dy = seededFloats(sizeOf(shape), seed + 1);
  const [scale, offset] = [seededFloats(channels, seed + 2), seededFloats(channels, seed + 3)];
  const expected = byFormula(x, dy, scale, offset);
  const rows = x.length / channels;
  // The gradients divide by the deviation; sums over all rows are as large as they are many.
  const largest = Math.max(1, ...expected.inverseStd);
  const tolerances: Record<string, number> = {
    inverseStd: largest,
    dx: largest * largest,
    dScale: rows * largest,
    dOffset: rows,
  };
  for (const [name, result] of Object.entries(byKernel(shape, x, dy, scale, offset))) {
    const of = expected[name as keyof typeof expected];
    const within = TOLERANCE * (1 + Math.abs(center)) * Math.max(1, tolerances[name] ?? largest);
    expect(result.size).toBe(of.length);
    result.dataSync().forEach((value, i) => {
      if (!(Math.abs(value - (of[i] as number)) <= within)) throw new Error(`${name}[${i}]: ${value} for ${of[i]}`);
    });
    result.dispose();
  }
}

describe.each(variants.map((variant) => [nameOf(variant), variant] as const))('%s', (_, variant) => {
  test('BatchNorm and BatchNormGrad follow their formulas, for any shape', async () => {
    await useVariant(variant);
    const shapes = fc.tuple(
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 2, max: 9 }),
      fc.integer({ min: 1, max: 19 }),
    );
    fc.assert(
      fc.property(shapes, fc.nat(), (shape, seed) => expectFormula(shape, seed)),
      { numRuns: 40 },
    );
  });

  test.each([[[2, 70, 33, 24]], [[3, 64, 64, 3]], [[1, 4099, 1, 17]], [[4, 2, 2, 512]]])(
    'the threads share the work on %p',
    async (shape) => {
      await useVariant(variant);
      expectFormula(shape, 5);
      expectFormula(shape, 6, 100);
    },
  );

  test("FusedBatchNorm is the cpu backend's, with a scale and an offset or without", async () => {
    for (const shape of [
      [2, 3, 5, 7],
      [1, 90, 91, 6],
      [3, 8],
    ]) {
      const channels = shape.at(-1) as number;
      const along = (seed: number, added = 0) => ({
        shape: [channels],
        values: seededFloats(channels, seed).map((value) => value + added),
      });
      const inputs = {
        x: { shape, values: seededFloats(sizeOf(shape), 1, 3) },
        mean: along(2),
        variance: along(3, 1.5),
        offset: along(4),
        scale: along(5),
      };
      const { offset: _o, ...withoutOffset } = inputs;
      const { scale: _s, ...withoutScale } = inputs;
      for (const given of [inputs, withoutOffset, withoutScale]) {
        const expected = await runKernel('cpu', 'FusedBatchNorm', given, { varianceEpsilon: 1e-3 });
        const actual = await runKernel(variant, 'FusedBatchNorm', given, { varianceEpsilon: 1e-3 });
        expect(actual.shape).toEqual(expected.shape);
        const differences = actual.values.map((value, i) => Math.abs(value - (expected.values[i] as number)));
        expect(differences.every((difference) => difference < TOLERANCE)).toBe(true);
      }
    }
  });
});
