import '@tensorflow/tfjs-backend-cpu';
import { expect, test } from '@jest/globals';
import {
  add,
  backend,
  cast,
  complex,
  engine,
  greater,
  memory,
  mul,
  ones,
  profile,
  real,
  scalar,
  setBackend,
  square,
  type Tensor,
  tensor,
  tidy,
  time,
  util,
  zeros,
} from '@tensorflow/tfjs-core';
import type { TrainableBackendWebGPU } from './backend.ts';
import { anotherBackend, callsOf } from './testing/another-backend.ts';

const running = () => backend() as TrainableBackendWebGPU;
const valuesOf = async (x: Tensor) => [...(await x.data())];

test('a tensor that is read after its disposal is refused in one line, and the backend keeps working', async () => {
  const disposed = tensor([1, 2, 3]);
  disposed.dispose();
  expect(() => disposed.dataSync()).toThrow(/^Tensor is disposed\.$/);
  expect(() => add(disposed, 1)).toThrow(/^[^\n]*disposed[^\n]*$/);
  expect(await valuesOf(add(tensor([1, 2, 3]), 1))).toEqual([2, 3, 4]);
});

test('a tensor that a kernel is given after its disposal is refused in one line', () => {
  const x = tensor([1, 2]);
  const inputs = { x: { ...x } as Tensor };
  x.dispose();
  expect(() => engine().runKernel('Exp', inputs)).toThrow(/^Expected a tensor with values, [^\n]*disposed\. [^\n]*$/);
});

test('a tensor of a removed backend is refused in one line, wherever it is used', async () => {
  const x = square(ones([300]));
  const removed = running();
  await anotherBackend();
  const line = /^Expected a tensor of a running backend, got one whose backend has been removed\. [^\n]*$/;
  expect(() => x.dataSync()).toThrow(line);
  await expect(x.data()).rejects.toThrow(line);
  expect(() => add(x, 1)).toThrow(line);
  expect(() => x.dispose()).not.toThrow();
  expect(() => removed.dispose()).not.toThrow();
  expect(await valuesOf(add(ones([2]), 1))).toEqual([2, 2]);
});

test('values of every type come back as they are, read either way', async () => {
  const whole = tensor([3, -7, 2_000_001], [3], 'int32');
  const bools = greater(tensor([1, 2, 3]), 2);
  expect([...add(whole, tensor([1, 1, 1], [3], 'int32')).dataSync()]).toEqual([4, -6, 2_000_002]);
  expect(await bools.data()).toEqual(Uint8Array.of(0, 0, 1));
  expect(cast(bools, 'int32').dataSync()).toEqual(Int32Array.of(0, 0, 1));
  expect(tensor(['a', 'b']).dataSync()).toEqual(['a', 'b']);
  const numbers = complex([1, 2], [3, -4]);
  expect(await valuesOf(mul(numbers, numbers))).toEqual([-8, 6, -12, -16]);
  expect(real(add(numbers, numbers)).dataSync()).toEqual(Float32Array.of(2, 4));
});

test('tensors without values are added and read', async () => {
  const none = zeros([0, 3]);
  expect(await valuesOf(add(none, 1))).toEqual([]);
  expect([...square(none).dataSync()]).toEqual([]);
  expect(running().makeOutput([0, 5]).shape).toEqual([0, 5]);
});

test('a tensor of another backend comes here when it is used, and goes back', async () => {
  await setBackend('cpu');
  Object.assign(backend(), { firstUse: false }); // which prints the advice to install tfjs-node
  const there = tensor([1, 2, 3]);
  await setBackend('webgpu');
  const here = square(there);
  expect(await valuesOf(here)).toEqual([1, 4, 9]);
  await setBackend('cpu');
  expect([...add(here, there).dataSync()]).toEqual([2, 6, 12]);
  await setBackend('webgpu');
  expect(await valuesOf(add(here, there))).toEqual([2, 6, 12]);
});

test('a tensor that is disposed while it is read gives its values still, also in a tidy, and twice', async () => {
  const [once, twice] = tidy(() => {
    const x = square(tensor([1, 2, 3]));
    return [x.data(), x.data()] as unknown as [];
  }) as unknown as [Promise<Float32Array>, Promise<Float32Array>];
  expect([...(await once)]).toEqual([1, 4, 9]);
  expect([...(await twice)]).toEqual([1, 4, 9]);
});

test.each<[string, () => Tensor, number[]]>([
  ['int32', () => add(tensor([1, -2], [2], 'int32'), tensor([3, 2_000_000], [2], 'int32')), [4, 1_999_998]],
  ['bool', () => greater(square(tensor([1, 2])), 2), [0, 1]],
  ['complex64', () => mul(complex([1, 2], [3, -4]), complex([1, 2], [3, -4])), [-8, 6, -12, -16]],
])('a tensor of %s that is disposed while it is read gives its values still', async (dtype, make, values) => {
  const x = make();
  expect(x.dtype).toBe(dtype);
  const { numTensors } = memory();
  const read = [x.data(), x.data()];
  x.dispose();
  for (const each of read) expect([...(await each)]).toEqual(values);
  expect(memory().numTensors).toBe(numTensors - 1);
});

test('a read gives the values of its moment, and later ones do not see them', async () => {
  const param = square(tensor([1, 2]));
  const [m, v, gradient] = [zeros([2]), zeros([2]), ones([2])];
  const before = param.data();
  const numbers = { learningRate: 0.5, beta1: 0.5, beta2: 0.5, epsilon: 0, step: 1 };
  engine().runKernel('AdamUpdate', { param, m, v, gradient }, numbers);
  expect([...(await before)]).toEqual([1, 4]);
  (await param.data()).forEach((value, i) => {
    expect(value).toBeCloseTo([0.5, 3.5][i] as number, 6);
  });
});

test('memory that tensors hold is counted, and given back to the pool', async () => {
  const start = memory() as unknown as { numBytesInGPU: number };
  const x = square(ones([1000]));
  const during = memory() as unknown as { numBytesInGPU: number };
  expect(during.numBytesInGPU - start.numBytesInGPU).toBeGreaterThanOrEqual(4000);
  await x.data();
  x.dispose();
  await valuesOf(square(tensor([1]))); // submits what held it
  expect((memory() as unknown as { numBytesInGPU: number }).numBytesInGPU).toBeLessThan(during.numBytesInGPU);
});

test('what a function takes is timed, and its kernels are listed', async () => {
  const { kernelMs, wallMs } = await time(() => square(ones([100])).dispose());
  expect([typeof kernelMs, typeof wallMs]).toEqual(['number', 'number']);
  const { kernelNames, result } = await profile(() => square(tensor([3])));
  expect(kernelNames).toEqual(['Square']);
  expect((result as Tensor).dataSync()).toEqual(Float32Array.of(9));
});

test('equal scalars and equal uniforms are uploaded once', () => {
  const { queue } = running();
  const x = square(ones([7, 3]));
  const step = () => mul(add(x, scalar(0.123)), scalar(0.123));
  expect(callsOf(queue, 'writeBuffer', step)).toBeGreaterThan(0);
  expect(callsOf(queue, 'writeBuffer', step)).toBe(0);
});

test('a bind group of a kernel of ours is found again for the same tensors', () => {
  const { device } = running();
  const x = square(ones([7, 5]));
  const step = () => engine().runKernel('AdamUpdate', { param: x, m: x0, v: x1, gradient: x2 }, ADAM);
  const [x0, x1, x2] = [1, 2, 3].map((value) => square(mul(ones([7, 5]), value))) as [Tensor, Tensor, Tensor];
  // A uniform that changes each time is bound anew until the pool's buffers come round.
  for (let i = 0; i < 40; i++) step();
  expect(callsOf(device, 'createBindGroup', () => void [...Array(40)].map(step))).toBeLessThan(20);
});

const ADAM = { learningRate: 0.5, beta1: 0.5, beta2: 0.5, epsilon: 1, step: 1 };

test('a tensor that no buffer of this GPU can hold is refused in one line before it is asked for', () => {
  const here = running();
  const { maxBufferSize, maxStorageBufferBindingSize } = here.device.limits;
  const values = Math.min(maxBufferSize, maxStorageBufferBindingSize) / 4 + 1;
  const create = () => expect(() => here.buffer(here.makeOutput([values]))).toThrow(TOO_LARGE);
  expect(callsOf(here.device, 'createBuffer', create)).toBe(0);
});

const TOO_LARGE =
  /^Expected a tensor of at most \d+ MB on this GPU, got one of \d+ MB: \[\d+\]\. Use smaller [^\n]*\.$/;

test('memory that runs out is told in one line with sizes, and the backend works afterwards', async () => {
  const here = running();
  const { maxBufferSize, maxStorageBufferBindingSize } = here.device.limits;
  const values = Math.floor(Math.min(maxBufferSize, maxStorageBufferBindingSize) / 4);
  const tensors = Array.from({ length: 16 }, () => here.makeOutput([values]));
  for (const each of tensors) here.buffer(each);
  const line =
    /^Expected \d+ MB of GPU memory for a tensor, got none next to the \d+ MB in use\. Use smaller [^\n]*\.$/;
  await expect(valuesOf(square(tensor([1, 2])))).rejects.toThrow(line);
  for (const { dataId } of tensors) here.disposeData(dataId, true);
  here.bufferManager.trim();
  expect(await valuesOf(square(tensor([1, 2])))).toEqual([1, 4]);
  expect(here.bufferManager.numBytesAllocated).toBeLessThan(4 * values);
});

test('a shader that does not compile is named in one line, each time', async () => {
  const { pipelines } = running();
  const shader = { key: 'a shader with a mistake', code: () => 'fn main( {' };
  const line =
    /^Expected a shader that compiles, got 'a shader with a mistake' refused: [^\n]*\. Please report it; [^\n]*$/;
  for (let round = 0; round < 2; round++) {
    pipelines.get(shader);
    await expect(valuesOf(square(tensor([1, 2])))).rejects.toThrow(line);
    expect(await valuesOf(square(tensor([1, 2])))).toEqual([1, 4]);
  }
  pipelines.prepare(shader);
  await expect(pipelines.prepared()).rejects.toThrow(line);
  expect(await valuesOf(square(tensor([1, 2])))).toEqual([1, 4]);
});

test('a device that is lost in the middle of a step is told in one line by all that follows, and another one starts', async () => {
  const lost = await anotherBackend();
  const x = square(tensor([1, 2, 3]));
  const reading = square(x).data();
  lost.device.destroy();
  const line = /^Expected a GPU that works, got one that was lost \([^\n]*\)\. Start the backend anew, [^\n]*$/;
  await expect(reading).rejects.toThrow(line);
  for (let round = 0; round < 2; round++) {
    expect(() => square(x)).toThrow(line);
    expect(() => x.dataSync()).toThrow(line);
    await expect(x.data()).rejects.toThrow(line);
  }
  expect(() => x.dispose()).not.toThrow();
  await anotherBackend();
  expect(await valuesOf(square(tensor([1, 2, 3])))).toEqual([1, 4, 9]);
});

test('values are the same whether they are known here or only on the GPU', async () => {
  const shape = [3, 5];
  const known = tensor(
    Float32Array.from({ length: util.sizeFromShape(shape) }, (_, i) => i / 7),
    shape as [3, 5],
  );
  expect(await valuesOf(add(square(known), square(known)))).toEqual(await valuesOf(mul(square(known), 2)));
});

test('a stock kernel runs that gives null for what its shader has besides shapes', async () => {
  const data = tensor([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  const [indices, segments] = [tensor([0, 2, 1], [3], 'int32'), tensor([0, 0, 1], [3], 'int32')];
  const means = engine().runKernel('SparseSegmentMean', { data, indices, segmentIds: segments }) as Tensor;
  expect(await valuesOf(means)).toEqual([3, 4, 3, 4]);
});
