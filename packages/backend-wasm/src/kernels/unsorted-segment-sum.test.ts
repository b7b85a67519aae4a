import { describe, expect, test } from '@jest/globals';
import {
  backend,
  engine,
  getKernel,
  type TensorInfo,
  tensor,
  tensor1d,
  unsortedSegmentSum,
} from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { wholeNumbers } from '../testing/run-kernel.ts';
import { nameOf, useVariant, variants } from '../testing/variants.ts';

/** The sum, as it is defined. */
function byDefinition(x: Float32Array, ids: number[], segments: number, width: number): number[] {
  const out = new Array<number>(segments * width).fill(0);
  ids.forEach((id, row) => {
    if (id < 0 || id >= segments) return;
    for (let i = 0; i < width; i++) (out[id * width + i] as number) += x[row * width + i] as number;
  });
  return out;
}

const infoOf = ({ dataId, shape, dtype }: TensorInfo): TensorInfo => ({ dataId, shape, dtype });

describe.each(variants.map((variant) => [nameOf(variant), variant] as const))('%s', (_, variant) => {
  test.each(['float32', 'int32'] as const)('UnsortedSegmentSum of %s is its definition', async (dtype) => {
    await useVariant(variant);
    const ids = fc.array(fc.integer({ min: -2, max: 6 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        ids,
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom(1, 3, 4, 7, 50, 9000),
        fc.nat(),
        (rows, segments, width, seed) => {
          const { values } = wholeNumbers([rows.length, width], seed);
          const x = tensor(values, [rows.length, width], dtype);
          const sum = unsortedSegmentSum(x, tensor1d(rows, 'int32'), segments);
          expect(sum.dtype).toBe(dtype);
          expect(sum.shape).toEqual([segments, width]);
          expect([...sum.dataSync()]).toEqual(byDefinition(values, rows, segments, width));
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each(['float32', 'int32'] as const)('UnsortedSegmentSum of %s adds no row after the last one', async (dtype) => {
    await useVariant(variant);
    const x = tensor([1, 2, 3, 4, 50, 60], [3, 2], dtype);
    const ids = tensor1d([1, 1, 0], 'int32');
    // Two rows, in memory where a third one follows.
    const inputs = { x: { ...infoOf(x), shape: [2, 2] }, segmentIds: { ...infoOf(ids), shape: [2] } };
    const kernel = getKernel('UnsortedSegmentSum', engine().backendName);
    const sum = kernel.kernelFunc({ inputs, attrs: { numSegments: 2 }, backend: backend() }) as TensorInfo;
    expect([...engine().makeTensorFromTensorInfo(sum).dataSync()]).toEqual([0, 0, 4, 6]);
  });
});

test('a segment id for each row, in one axis, is asked for in one line', () => {
  const x = tensor([1, 2, 3, 4], [2, 2]);
  const ids = [tensor1d([0], 'int32'), tensor1d([0, 1, 1], 'int32'), tensor([0, 1], [2, 1], 'int32')];
  for (const segmentIds of ids)
    expect(() => engine().runKernel('UnsortedSegmentSum', { x, segmentIds }, { numSegments: 2 })).toThrow(
      /^Expected UnsortedSegmentSum to be given [^\n]*$/,
    );
});
