import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { anyFloats, firstDifference, seededFloats } from '../testing/floats.ts';
import { runKernel } from '../testing/run-kernel.ts';
import { nameOf, variants } from '../testing/variants.ts';

/**
 * How far a value may be from the cpu backend's, as a share of it; 0 where it must be the same to the last bit. A
 * float32's last bit is up to 1.2e-7 of it.
 */
const kernels: readonly [name: string, tolerance: number, attributes?: Record<string, number>][] = [
  ['Abs', 0],
  ['ClipByValue', 0, { clipValueMin: -0.75, clipValueMax: 2.5 }],
  ['LeakyRelu', 0, { alpha: 0.25 }],
  ['Log1p', 1.2e-7],
  ['Neg', 0],
  ['Relu', 0],
  ['Sign', 0],
  ['Sqrt', 0],
  ['Square', 0],
  ['Step', 0, { alpha: 0.5 }],
  ['Tanh', 4e-7],
];

const within = (tolerance: number, values: Float32Array, expected: Float32Array) =>
  values.map((value, i) => {
    const target = expected[i] as number;
    return Math.abs(value - target) <= tolerance * Math.abs(target) ? target : value;
  });

describe.each(variants.map((variant) => [nameOf(variant), variant] as const))('%s', (_, variant) => {
  test.each(kernels)(
    "%s is the cpu backend's, for any size and any float",
    async (name, tolerance, attributes = {}) => {
      const expectSame = async (values: Float32Array) => {
        const inputs = { x: { values, shape: [values.length] } };
        const expected = (await runKernel('cpu', name, inputs, attributes)).values;
        const actual = (await runKernel(variant, name, inputs, attributes)).values;
        expect(firstDifference(within(tolerance, actual, expected), expected)).toBeUndefined();
      };
      await fc.assert(fc.asyncProperty(fc.nat(40).chain(anyFloats), expectSame), { numRuns: 20 });
      for (const scale of [1e-3, 1, 12]) await expectSame(seededFloats(100_003, 7, scale));
    },
  );
});

test('other types go to the stock kernel', async () => {
  const { engine, tensor } = await import('@tensorflow/tfjs-core');
  const relu = engine().runKernel('Relu', { x: tensor([-3, 2], [2], 'int32') });
  expect([...(relu as ReturnType<typeof tensor>).dataSync()]).toEqual([0, 2]);
});
