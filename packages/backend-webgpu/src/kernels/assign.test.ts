import { expect, test } from '@jest/globals';
import { add, engine, type Tensor, tensor } from '@tensorflow/tfjs-core';

test.each(['float32', 'int32', 'bool'] as const)('values of type %s are put in the place of others', async (dtype) => {
  const make = (values: number[]) => tensor(values, [values.length], dtype);
  const [target, equal, value] = [make([1, 0, 1]), make([1, 0, 1]), make([0, 1, 1])];
  const seen = add(target, equal); // both are on the GPU, in one place
  expect(engine().runKernel('Assign', { target, value }) as unknown as Tensor[]).toEqual([]);
  expect([...(await target.data())]).toEqual([0, 1, 1]);
  expect([...(await equal.data())]).toEqual([1, 0, 1]);
  expect([...(await seen.data())]).toEqual([2, 0, 2]);
});

test('values of another type or shape are refused in one line', () => {
  const inputs = { target: tensor([1, 2]), value: tensor([1, 2, 3]) };
  expect(() => engine().runKernel('Assign', inputs)).toThrow(/^Expected Assign to be given two tensors [^\n]*$/);
});
