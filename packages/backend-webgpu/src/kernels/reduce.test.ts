import { expect, test } from '@jest/globals';
import { engine, max, mean, min, prod, sum, type Tensor, tensor, zeros } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { runKernel, someValues, worstError } from '../testing/run-kernel.ts';

const kernels = ['Sum', 'Mean', 'Max', 'Min', 'Prod'];
const attrsOf = (name: string, axes: number[], keepDims: boolean) => ({
  [name === 'Max' ? 'reductionIndices' : 'axis']: axes,
  keepDims,
});

/** Shapes whose axes are reduced, next to each other or not. */
const cases = fc
  .array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 })
  .chain((shape) => fc.tuple(fc.constant(shape), fc.shuffledSubarray(shape.map((_, axis) => axis)), fc.boolean()));

test.each(kernels)('%s gives what cpu gives over any axes', async (name) => {
  await fc.assert(
    fc.asyncProperty(cases, fc.nat(), async ([shape, axes, keepDims], seed) => {
      if (axes.length === 0) return; // which means all axes to some kernels of cpu and none to others
      const x = someValues(shape, seed);
      const [got] = await runKernel('webgpu', name, { x }, attrsOf(name, axes, keepDims));
      const [expected] = await runKernel('cpu', name, { x }, attrsOf(name, [...axes].sort(), keepDims));
      expect(got?.shape).toEqual(expected?.shape);
      // A sum of many values may come to almost none, and is as exact as what it was on the way.
      const onTheWay = name === 'Sum' ? Math.sqrt(x.values.length) : name === 'Mean' ? 1 : undefined;
      expect(worstError(got?.values ?? [], expected?.values ?? [], onTheWay)).toBeLessThan(1e-6);
    }),
    { numRuns: 20, seed: 1 },
  );
});

/** Of [outer, count, inner], in float64. */
function exactSums(values: Float32Array, [outer, count, inner]: readonly [number, number, number]): Float64Array {
  const sums = new Float64Array(outer * inner);
  for (let i = 0; i < values.length; i++) {
    const place = Math.floor(i / (count * inner)) * inner + (i % inner);
    sums[place] = (sums[place] as number) + (values[i] as number);
  }
  return sums;
}

// One result of many values, few, many of few, columns of one and of several workgroups, and what fills none of them.
test.each([
  [1, 300_003, 1],
  [3, 30_001, 1],
  [1, 40_000, 3],
  [1, 3_001, 70],
  [2, 4_099, 33],
  [5_001, 3, 1],
  [20_000, 17, 1],
  [1, 2, 50_021],
  [4, 300, 257],
] as const)('sums and means of [%d, %d, %d] over the middle are exact to a few units', async (...sizes) => {
  const x = someValues([...sizes], 7);
  for (let i = 0; i < x.values.length; i++) x.values[i] = Math.abs(x.values[i] as number);
  const exact = exactSums(x.values, sizes);
  const [sums] = await runKernel('webgpu', 'Sum', { x }, { axis: [1], keepDims: false });
  expect(worstError(sums?.values ?? [], exact)).toBeLessThan(4e-7);
  const [means] = await runKernel('webgpu', 'Mean', { x }, { axis: [1], keepDims: false });
  expect(
    worstError(
      means?.values ?? [],
      exact.map((value) => value / sizes[1]),
    ),
  ).toBeLessThan(5e-7);
});

test('two equal sums are equal to the last bit', async () => {
  const x = tensor(someValues([200_001], 3).values);
  const [one, another] = [await sum(x).data(), await sum(x).data()];
  expect(one).toEqual(another);
});

test('the largest and the smallest are found wherever they are, and what is not a number wins', async () => {
  const values = someValues([80_000], 5).values;
  for (const place of [0, 77_777, 79_999]) {
    const x = values.slice();
    x[place] = 5;
    expect((await max(tensor(x)).data())[0]).toBe(5);
    x[place] = -5;
    expect((await min(tensor(x)).data())[0]).toBe(-5);
    x[place] = Number.NaN;
    for (const reduce of [max, min, sum, mean]) expect((await reduce(tensor(x)).data())[0]).toBeNaN();
    x[place] = Number.NEGATIVE_INFINITY;
    expect((await min(tensor(x)).data())[0]).toBe(Number.NEGATIVE_INFINITY);
  }
});

test('reductions of no values give what changes nothing, and a mean that is not a number', async () => {
  const of = async (reduce: (x: Tensor, axis: number) => Tensor) => [...(await reduce(zeros([2, 0]), 1).data())];
  expect(await of(sum)).toEqual([0, 0]);
  expect(await of(prod)).toEqual([1, 1]);
  expect(await of(max)).toEqual([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  expect(await of(min)).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
  expect(await of(mean)).toEqual([Number.NaN, Number.NaN]);
  expect(sum(zeros([0, 3]), 1).shape).toEqual([0]);
});

test('integers go to the stock kernel, and nothing is left over', async () => {
  expect([...(await sum(tensor([3, 4, -9], [3], 'int32')).data())]).toEqual([-2]);
  const x = tensor(someValues([300_000], 1).values);
  const before = engine().backend.numDataIds();
  sum(x).dispose();
  await sum(tensor([1, 2])).data(); // submits what held the parts
  expect(engine().backend.numDataIds() - before).toBeLessThanOrEqual(2);
});
