import { expect, test } from '@jest/globals';
import { backend, setBackend } from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { runKernel, someValues, worstError } from '../testing/run-kernel.ts';
import { wholeNumbers } from '../testing/whole-numbers.ts';

const side = fc.constantFrom(1, 4, 13, 16);

const products = fc.record({
  rows: side,
  columns: side,
  depth: fc.constantFrom(3, 16, 21),
  /** The dimensions before a's and b's own. */
  batches: fc.constantFrom<[number[], number[]]>(
    [[1], [1]],
    [[3], [3]],
    [[1], [4]],
    [[2], [1]],
    [
      [2, 1],
      [1, 3],
    ],
    [[], [2]],
  ),
});

const cases = [
  [false, false],
  [false, true],
  [true, false],
  [true, true],
] as const;

test.each(cases)('BatchMatMul is what a formula gives, transposed: %s, %s', async (transposeA, transposeB) => {
  await fc.assert(
    fc.asyncProperty(products, async ({ rows, columns, depth, batches }) => {
      const a = wholeNumbers([...batches[0], ...(transposeA ? [depth, rows] : [rows, depth])], 1);
      const b = wholeNumbers([...batches[1], ...(transposeB ? [columns, depth] : [depth, columns])], 2);
      const [got] = await runKernel('webgpu', 'BatchMatMul', { a, b }, { transposeA, transposeB });
      expect(Array.from(got?.values ?? [])).toEqual(formula(a, b, { rows, columns, depth }, transposeA, transposeB));
    }),
    { numRuns: 12, seed: 3 },
  );
});

type Matrix = { shape: number[]; values: Float32Array };
type Sizes = { rows: number; columns: number; depth: number };

/** Batches of at most two dimensions. */
function formula(
  a: Matrix,
  b: Matrix,
  { rows, columns, depth }: Sizes,
  transposeA: boolean,
  transposeB: boolean,
): number[] {
  const sizesOf = ({ shape }: Matrix) => [1, 1, ...shape.slice(0, -2)].slice(-2) as [number, number];
  const [[a0, a1], [b0, b1]] = [sizesOf(a), sizesOf(b)];
  const at = (size: number, i: number) => (size === 1 ? 0 : i);
  const result: number[] = [];
  for (let i = 0; i < Math.max(a0, b0); i++)
    for (let j = 0; j < Math.max(a1, b1); j++) {
      const [ofA, ofB] = [at(a0, i) * a1 + at(a1, j), at(b0, i) * b1 + at(b1, j)];
      for (let row = 0; row < rows; row++)
        for (let column = 0; column < columns; column++) {
          let sum = 0;
          for (let k = 0; k < depth; k++) {
            const inA = transposeA ? k * rows + row : row * depth + k;
            const inB = transposeB ? column * depth + k : k * columns + column;
            sum += (a.values[ofA * rows * depth + inA] as number) * (b.values[ofB * depth * columns + inB] as number);
          }
          result.push(sum + 0);
        }
    }
  return result;
}

test.each(cases)(
  'large matrices are multiplied as on the cpu backend, transposed: %s, %s',
  async (transposeA, transposeB) => {
    const [rows, depth, columns] = [66, 600, 70];
    const inputs = {
      a: someValues([1, ...(transposeA ? [depth, rows] : [rows, depth])], 1),
      b: someValues([1, ...(transposeB ? [columns, depth] : [depth, columns])], 2),
    };
    const [expected] = await runKernel('cpu', 'BatchMatMul', inputs, { transposeA, transposeB });
    const [got] = await runKernel('webgpu', 'BatchMatMul', inputs, { transposeA, transposeB });
    expect(worstError(got?.values ?? [], expected?.values ?? [])).toBeLessThan(1e-6);
  },
);

test.each([
  ['of no terms', [2, 5, 0], [2, 0, 4]],
  ['of no rows', [2, 0, 3], [2, 3, 4]],
])('BatchMatMul %s is as on the cpu backend', async (_, a, b) => {
  const inputs = { a: wholeNumbers(a, 1), b: wholeNumbers(b, 2) };
  const attrs = { transposeA: false, transposeB: false };
  const [expected] = await runKernel('cpu', 'BatchMatMul', inputs, attrs);
  await setBackend('webgpu');
  const before = backend().numDataIds();
  expect((await runKernel('webgpu', 'BatchMatMul', inputs, attrs))[0]).toEqual(expected);
  expect(backend().numDataIds()).toBe(before); // nothing is left over
});
