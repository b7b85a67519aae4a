import { expect, test } from '@jest/globals';
import { add, dispose, engine, memory, mul, type Tensor, tensor1d } from '@tensorflow/tfjs-core';

const assign = (target: Tensor, value: Tensor) => engine().runKernel('Assign', { target, value } as never);

test.each(['float32', 'int32', 'bool'] as const)('%s values are written in the place of others', (dtype) => {
  const before = memory().numTensors;
  const target = tensor1d([1, 0, 1], dtype);
  const alias = target.clone();
  for (const values of [
    [0, 1, 1],
    [1, 1, 0],
  ]) {
    const value = tensor1d(values, dtype);
    assign(target, value);
    value.dispose();
    expect([...target.dataSync()]).toEqual(values);
    expect([...alias.dataSync()]).toEqual(values);
  }
  dispose([target, alias]);
  expect(memory().numTensors).toBe(before);
});

test('what was computed from a tensor before keeps its values, and the array of a value is left alone', () => {
  const target = tensor1d([1, 2, 3]);
  const computed = add(target, 0);
  const array = new Float32Array([7, 8, 9]);
  const value = tensor1d(array);
  assign(target, value);
  assign(target, mul(target, 2));
  expect([...target.dataSync()]).toEqual([14, 16, 18]);
  expect([...computed.dataSync(), ...value.dataSync(), ...array]).toEqual([1, 2, 3, 7, 8, 9, 7, 8, 9]);
  assign(target, target);
  expect([...target.dataSync()]).toEqual([14, 16, 18]);
  dispose([target, computed, value]);
});

test('values of another type or shape are refused in one line', () => {
  const [target, value] = [tensor1d([1, 2]), tensor1d([1, 2], 'int32')];
  expect(() => assign(target, value)).toThrow(
    'Expected Assign to be given two tensors of the same shape and type, got target float32 [2], value int32 [2]. Cast or reshape them.',
  );
});
