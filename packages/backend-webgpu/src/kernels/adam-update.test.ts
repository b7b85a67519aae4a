import { expect, test } from '@jest/globals';
import { add, engine, scalar } from '@tensorflow/tfjs-core';
import { runKernel, someValues, worstError } from '../testing/run-kernel.ts';

const numbers = { learningRate: 1e-3, beta1: 0.5, beta2: 0.999, epsilon: 1e-8, step: 3 };

test.each([[[1]], [[5, 3]], [[4, 4, 3, 7]], [[70_001]], [[16, 16, 64]]])(
  'AdamUpdate moves param, m and v in place, as in float64: %j',
  async (shape) => {
    const [param, m, gradient] = [1, 2, 3].map((seed) => someValues(shape, seed)) as [never, never, never];
    const v = someValues(shape, 4);
    v.values.forEach((value, i) => {
      v.values[i] = value * value;
    });
    const [x1, m1, v1] = await runKernel('webgpu', 'AdamUpdate', { param, m, v, gradient }, numbers);
    const expected = reference(param, m, v, gradient);
    expect(worstError(m1?.values ?? [], expected.m)).toBeLessThan(2e-7);
    expect(worstError(v1?.values ?? [], expected.v)).toBeLessThan(2e-7);
    expect(worstError(x1?.values ?? [], expected.param)).toBeLessThan(2e-7);
  },
);

type Given = { values: Float32Array };

function reference(param: Given, m: Given, v: Given, gradient: Given) {
  const { learningRate, beta1, beta2, epsilon, step } = numbers;
  const first = Array.from(m.values, (value, i) => beta1 * value + (1 - beta1) * at(gradient, i));
  const second = Array.from(v.values, (value, i) => beta2 * value + (1 - beta2) * at(gradient, i) ** 2);
  const moved = Array.from(param.values, (value, i) => {
    const root = Math.sqrt((second[i] as number) / (1 - beta2 ** step)) + epsilon;
    return value - ((learningRate / (1 - beta1 ** step)) * (first[i] as number)) / root;
  });
  return { param: moved, m: first, v: second };
}

const at = ({ values }: Given, i: number) => values[i] as number;

test('a parameter that shares its place with equal tensors leaves them as they are', async () => {
  const [one, other] = [scalar(0.25), scalar(0.25)];
  add(one, other).dispose(); // both are on the GPU now
  const rest = { m: scalar(0), v: scalar(0), gradient: scalar(1) };
  engine().runKernel('AdamUpdate', { param: one, ...rest }, { ...numbers, step: 1 });
  expect((await one.data())[0]).toBeCloseTo(0.249, 6);
  expect((await other.data())[0]).toBe(0.25);
});
