import { expect, test } from '@jest/globals';
import { add, cast, greater, pow, type Tensor, tensor } from '@tensorflow/tfjs-core';

const values = [0, 1, -1, 7, -2_000_000, 16_777_216];

test.each([values, values.slice(1)])('integers become floats, on the GPU too', async (...given) => {
  const known = tensor(given, [given.length], 'int32');
  expect([...(await cast(known, 'float32').data())]).toEqual(given);
  const computed = add(
    known,
    tensor(
      given.map(() => 0),
      [given.length],
      'int32',
    ),
  );
  expect([...(await cast(computed, 'float32').data())]).toEqual(given);
});

test('bools become zeros and ones, and kernels of our own take what came of a cast', async () => {
  const bools = greater(tensor([1, 2, 3, 4]), 2);
  const floats = cast(bools, 'float32') as Tensor;
  expect([...(await floats.data())]).toEqual([0, 0, 1, 1]);
  expect([...(await pow(add(floats, 1), 3).data())]).toEqual([1, 1, 8, 8]);
});

test('a cast to integers cuts off the fraction, and one to bool tells what is not 0', async () => {
  const x = tensor([0, 0.5, -1.75, 3]);
  expect([...(await cast(x, 'int32').data())]).toEqual([0, 0, -1, 3]);
  expect([...(await cast(x, 'bool').data())]).toEqual([0, 1, 1, 1]);
});
