import { describe, expect, test } from '@jest/globals';
import { randomStream } from '@pix2pix-ts/random';
import { readInitsFixture } from '@pix2pix-ts/reference';
import {
  initDiscriminator,
  initGenerator,
  pytorchGanDiscriminator,
  pytorchGanGenerator,
  weightInits,
} from './index.ts';

const { gain, cases } = readInitsFixture();

/** Standard deviations off the standard error of their estimate, which is sigma / sqrt(2 n) for a normal distribution. */
const offBy = (values: ArrayLike<number>, deviation: number) => {
  const square = Array.from(values).reduce((sum, value) => sum + value * value, 0) / values.length;
  return Math.abs(Math.sqrt(square) - deviation) / (deviation / Math.sqrt(2 * values.length));
};

describe("kernels of convolutions and of transposed ones are drawn with PyTorch's deviation", () => {
  test.each(cases)('$name, $shape', ({ name, shape, deviation }) => {
    const values = weightInits.get(name).draw(shape, gain, randomStream(7, name, ...shape));
    expect(values).toHaveLength(shape.reduce((product, side) => product * side, 1));
    if (name !== 'orthogonal') expect(offBy(values, deviation)).toBeLessThan(4);
    // Nothing is left to chance there: the sum of squares of orthonormal rows is their number.
    else expect(Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length)).toBeCloseTo(deviation, 6);
  });
});

/** As PyTorch flattens the kernel: the last axis of the tensor first. */
function matrixOf(values: Float32Array, shape: readonly number[]): number[][] {
  const rows = shape[3] as number;
  return Array.from({ length: rows }, (_, row) => Array.from(values).filter((_, i) => i % rows === row));
}

test.each([[[4, 4, 3, 8]], [[1, 1, 4, 16]], [[1, 1, 8, 8]]])(
  'orthogonal kernels of %j have W W^T = gain^2 I, or W^T W where they have more rows than columns',
  (shape) => {
    const rows = matrixOf(weightInits.get('orthogonal').draw(shape, 0.5, randomStream(3, ...shape)), shape);
    const columns = (rows[0] as number[]).map((_, column) => rows.map((row) => row[column] as number));
    const unit = rows.length <= columns.length ? rows : columns;
    for (const [i, one] of unit.entries())
      for (const [j, other] of unit.entries()) {
        const product = one.reduce((sum, value, k) => sum + value * (other[k] as number), 0);
        expect([i, j, product]).toEqual([i, j, expect.closeTo(i === j ? 0.25 : 0, 6)]);
      }
  },
);

test('a network has the asked-for weights in every convolution, equal for equal seeds, and the rest as before', () => {
  const config = { ...pytorchGanGenerator, imageSize: 32, filters: 2 };
  const valuesOf = (options: object) =>
    Object.fromEntries(
      Object.entries(initGenerator(config, { seed: 1, ...options })).map(([name, each]) => [
        name,
        [...each.dataSync()],
      ]),
    );
  const [plain, xavier] = [valuesOf({}), valuesOf({ weights: 'xavier' })];
  expect(valuesOf({ weights: 'xavier' })).toEqual(xavier);
  expect(valuesOf({ weights: 'normal' })).toEqual(plain);
  expect(xavier['final.bias']).toEqual(plain['final.bias']);
  for (const [name, values] of Object.entries(xavier))
    if (name.endsWith('.weight')) expect([name, values]).not.toEqual([name, plain[name]]);
  // 4x4 from 3 to 2 channels: fans of 48 and 32.
  expect(offBy(xavier['down1.weight'] as number[], Math.sqrt(2 / (48 + 32)))).toBeLessThan(4);
});

test('biases begin with 0 where that is asked for', () => {
  const biases = (options: object) =>
    Object.entries(initDiscriminator({ ...pytorchGanDiscriminator, filters: 2 }, { seed: 1, ...options }))
      .filter(([name]) => name.endsWith('.bias'))
      .flatMap(([, each]) => [...each.dataSync()]);
  expect(biases({ biases: 'zero' }).every((value) => value === 0)).toBe(true);
  expect(biases({}).some((value) => value === 0)).toBe(false);
});
