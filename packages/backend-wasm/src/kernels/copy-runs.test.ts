import { describe, expect, test } from '@jest/globals';
import { memory, tensor, transpose } from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { firstDifference, seededFloats } from '../testing/floats.ts';
import { runKernel } from '../testing/run-kernel.ts';
import { nameOf, useVariant, variants } from '../testing/variants.ts';
import { planCopy } from './copy-runs.ts';

const sizeOf = (shape: number[]) => shape.reduce((a, b) => a * b, 1);
const valuesFor = (shape: number[], seed = 1) => ({ shape, values: seededFloats(sizeOf(shape), seed) });
const sizes = (most: number) => fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: most });

type Case = { name: string; shape: number[]; attrs: object };

/** A part of a tensor of any rank up to 6; more than four groups of axes go to the stock kernel. */
const slices: fc.Arbitrary<Case> = sizes(6).chain((shape) =>
  fc
    .tuple(
      ...shape.map((size) =>
        fc.nat(size - 1).chain((from) => fc.tuple(fc.constant(from), fc.integer({ min: 0, max: size - from }))),
      ),
    )
    .map((parts) => ({
      name: 'Slice',
      shape,
      attrs: { begin: parts.map(([from]) => from), size: parts.map(([, size]) => size) },
    })),
);

const paddings: fc.Arbitrary<Case> = sizes(5).chain((shape) =>
  fc
    .tuple(fc.constantFrom(0, -1.5), ...shape.map(() => fc.tuple(fc.nat(3), fc.nat(3))))
    .map(([constantValue, ...pairs]) => ({ name: 'PadV2', shape, attrs: { paddings: pairs, constantValue } })),
);

const orders: fc.Arbitrary<Case> = sizes(5).chain((shape) =>
  fc
    .shuffledSubarray([...shape.keys()], { minLength: shape.length })
    .map((perm) => ({ name: 'Transpose', shape, attrs: { perm } })),
);

const depths: fc.Arbitrary<Case> = fc
  .tuple(fc.nat(3), fc.nat(5), fc.nat(5), fc.nat(4), fc.integer({ min: 2, max: 3 }))
  .map(([batch, height, width, channels, blockSize]) => ({
    name: 'DepthToSpace',
    shape: [batch + 1, height + 1, width + 1, (channels + 1) * blockSize ** 2],
    attrs: { blockSize, dataFormat: 'NHWC' },
  }));

const resizes: fc.Arbitrary<Case> = fc
  .tuple(fc.nat(2), fc.nat(5), fc.nat(5), fc.nat(6), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
  .map(([batch, height, width, channels, rows, columns]) => ({
    name: 'ResizeNearestNeighbor',
    shape: [batch + 1, height + 1, width + 1, channels + 1],
    attrs: { size: [(height + 1) * rows, (width + 1) * columns], alignCorners: false, halfPixelCenters: false },
  }));

const large: Case[] = [
  { name: 'Slice', shape: [2, 70, 60, 30], attrs: { begin: [0, 3, 5, 7], size: [2, 60, 50, 19] } },
  { name: 'Slice', shape: [3, 100_003], attrs: { begin: [1, 1], size: [2, 100_000] } },
  {
    name: 'PadV2',
    shape: [2, 60, 50, 19],
    attrs: {
      paddings: [
        [0, 0],
        [2, 1],
        [2, 1],
        [0, 0],
      ],
      constantValue: 0,
    },
  },
  { name: 'Transpose', shape: [301, 403], attrs: { perm: [1, 0] } },
  { name: 'Transpose', shape: [2, 101, 17, 33], attrs: { perm: [0, 3, 1, 2] } },
  { name: 'Transpose', shape: [9, 4, 65, 67], attrs: { perm: [0, 2, 1, 3] } },
  { name: 'DepthToSpace', shape: [2, 80, 60, 12], attrs: { blockSize: 2, dataFormat: 'NHWC' } },
  {
    name: 'ResizeNearestNeighbor',
    shape: [2, 30, 31, 18],
    attrs: { size: [60, 62], alignCorners: false, halfPixelCenters: false },
  },
];

describe.each(variants.map((variant) => [nameOf(variant), variant] as const))('%s', (_, variant) => {
  const expectSame = async ({ name, shape, attrs }: Case) => {
    const inputs = { [name === 'ResizeNearestNeighbor' ? 'images' : 'x']: valuesFor(shape) };
    const expected = await runKernel('cpu', name, inputs, attrs);
    const actual = await runKernel(variant, name, inputs, attrs);
    expect(actual.shape).toEqual(expected.shape);
    expect(firstDifference(actual.values, expected.values)).toBeUndefined();
  };

  test.each([
    ['Slice', slices],
    ['PadV2', paddings],
    ['Transpose', orders],
    ['DepthToSpace', depths],
    ['ResizeNearestNeighbor', resizes],
  ])("%s is the cpu backend's, for any shape", async (_name, cases) => {
    await fc.assert(fc.asyncProperty(cases, expectSame), { numRuns: 40 });
  });

  test.each(large)('the threads share the work of $name on $shape', expectSame);
});

test('an order that moves no value shares them', async () => {
  await useVariant({ threads: 1, fma: true, shared: true });
  const x = tensor([1, 2, 3], [1, 3, 1]);
  const buffers = memory().numDataBuffers;
  expect(transpose(x, [1, 0, 2]).shape).toEqual([3, 1, 1]);
  expect(memory().numDataBuffers).toBe(buffers);
});

test('axes that are walked as one are joined into runs', () => {
  const axis = (size: number, from: number, to: number) => ({ size, from, to });
  expect(planCopy([axis(2, 60, 60), axis(3, 20, 20), axis(20, 1, 1)])).toMatchObject({ run: 120 });
  expect(planCopy([axis(2, 60, 30), axis(5, 1, 1)])).toMatchObject({
    run: 5,
    axes: [{}, {}, {}, { size: 2, from: 60, to: 30 }],
  });
  expect(planCopy([axis(3, 1, 2), axis(2, 3, 1)])).toMatchObject({ run: 1 });
  expect(planCopy([9, 8, 7, 6, 5].map((size, i) => axis(size, 100 ** (5 - i), 1000 ** (5 - i))))).toBeUndefined();
});
