import '@tensorflow/tfjs-backend-cpu';
import { expect, test } from '@jest/globals';
import {
  backend,
  conv2d,
  engine,
  grad,
  leakyRelu,
  memory,
  setBackend,
  sum,
  type Tensor,
  type Tensor4D,
  tanh,
  tensor,
} from '@tensorflow/tfjs-core';
import type { TrainableBackendWebGPU } from './backend.ts';
import { warmUp } from './index.ts';
import { dispatch } from './run/dispatch.ts';
import { someValues } from './testing/run-kernel.ts';

const ours = () => backend() as unknown as TrainableBackendWebGPU;
const filled = (shape: number[], seed: number) => tensor(someValues(shape, seed).values, shape);

/** A filter's step of Adam against a convolution's gradient, on our kernels and on stock ones. */
function step(image: Tensor, filter: Tensor, [m, v]: [Tensor, Tensor]): void {
  const gradient = grad((x: Tensor) => sum(tanh(leakyRelu(conv2d(image as Tensor4D, x as Tensor4D, 2, 'same')))))(
    filter,
  );
  const numbers = { learningRate: 0.1, beta1: 0.5, beta2: 0.999, epsilon: 1e-8, step: 1 };
  engine().runKernel('AdamUpdate', { param: filter, m, v, gradient }, numbers);
}

test('after a warm-up the work compiles nothing more, and nothing has moved', async () => {
  const [image, filter] = [filled([1, 8, 8, 3], 1), filled([4, 4, 3, 5], 2)];
  const moments: [Tensor, Tensor] = [filled([4, 4, 3, 5], 3), filled([4, 4, 3, 5], 4)];
  const before = Array.from(await filter.data());
  const { numTensors } = memory();
  const progress: [number, number][] = [];
  await warmUp(
    () => step(image, filter, moments),
    (done, total) => progress.push([done, total]),
  );
  expect(memory().numTensors).toBe(numTensors);
  expect(progress.length).toBeGreaterThan(4);
  const total = progress.length - 1;
  expect(progress).toEqual(Array.from(progress, (_, i) => [i, total]));
  ours().tensorMap.get(filter.dataId).values = null; // it has been read
  expect(Array.from(await filter.data())).toEqual(before);

  const { device } = ours();
  const { createComputePipeline } = device;
  let compiled = 0;
  device.createComputePipeline = (described) => {
    compiled++;
    return createComputePipeline.call(device, described);
  };
  try {
    engine().tidy(() => step(image, filter, moments));
    expect(Array.from(await filter.data())).not.toEqual(before);
  } finally {
    device.createComputePipeline = createComputePipeline;
  }
  expect(compiled).toBe(0);
});

test('a second warm-up has nothing to do, and reports nothing', async () => {
  const x = filled([3, 5], 1);
  await warmUp(() => tanh(x));
  const progress: number[] = [];
  await warmUp(
    () => tanh(x),
    (done) => progress.push(done),
  );
  expect(progress).toEqual([]);
});

test.each([
  ['reads', () => void tanh(filled([3, 5], 1)).dataSync(), /^Expected work that reads no tensor .*, got a read\. Read/],
  ['awaits', async () => tanh(filled([3, 5], 1)), /^Expected work that awaits nothing, got a promise\. Warm up/],
])('work that %s is refused in one line, and the backend computes afterwards', async (_, work, line) => {
  await expect(warmUp(work)).rejects.toThrow(line);
  expect((await tanh(filled([3], 1)).data())[0]).toBeCloseTo(Math.tanh(someValues([3], 1).values[0] ?? 0), 5);
});

test('a shader that the compiler refuses is told by its name, and the others are compiled', async () => {
  const y = filled([3], 1);
  const shader = { key: 'a broken one', code: () => 'fn main() { let x = nothing; }', outputs: [y], inputs: [] };
  const work = () => dispatch(ours(), { ...shader, uniform: Uint32Array.of(1), grid: [1] });
  await expect(warmUp(work)).rejects.toThrow(
    /^Expected a shader that compiles, got 'a broken one' refused: [^\n]*nothing[^\n]*\. Please report it; [^\n]*$/,
  );
  expect(Array.from(await tanh(y).data())).toHaveLength(3);
});

test('on another backend nothing is called', async () => {
  await setBackend('cpu');
  let calls = 0;
  await warmUp(() => calls++);
  await setBackend('webgpu');
  expect(calls).toBe(0);
});
