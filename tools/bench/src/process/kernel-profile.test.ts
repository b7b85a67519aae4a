import { afterAll, beforeAll, expect, test } from '@jest/globals';
import '@tensorflow/tfjs-backend-cpu';
import {
  add,
  dispose,
  engine,
  getKernel,
  matMul,
  ones,
  registerKernel,
  setBackend,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { profileKernels } from './kernel-profile.ts';

beforeAll(async () => {
  await setBackend('cpu');
});
afterAll(() => unregisterKernel('Slow', 'cpu'));

let clock = 0;

/** A kernel that takes that many ms and returns nothing. */
function busyKernel(ms: number): [] {
  clock += ms;
  return [];
}

test('counts and times every kernel, by name or by shape, and leaves the kernels as they were', () => {
  const before = getKernel('BatchMatMul', 'cpu');
  const work = () => dispose([matMul(ones([4, 3]), ones([3, 2])), matMul(ones([4, 3]), ones([3, 5])), add(1, 2)]);
  const byName = new Map(profileKernels('cpu', work).map((kernel) => [kernel.name, kernel.calls]));
  expect(byName.get('BatchMatMul')).toBe(2);
  expect(byName.get('Add')).toBe(1);
  const byShape = profileKernels('cpu', work, { byShape: true }).map(({ name, calls }) => [name, calls]);
  expect(byShape).toContainEqual(['BatchMatMul 4x3 3x5', 1]);
  expect(getKernel('BatchMatMul', 'cpu')).toBe(before);
});

test('a kernel that runs another counts without it, and one that throws does not spoil the registry', () => {
  const x = ones([1]);
  registerKernel({ kernelName: 'Slow', backendName: 'cpu', kernelFunc: () => busyKernel(20) });
  registerKernel({
    kernelName: 'Outer',
    backendName: 'cpu',
    kernelFunc: () => {
      engine().runKernel('Slow', { x });
      return busyKernel(5);
    },
  });
  const outer = getKernel('Outer', 'cpu');
  const times = profileKernels('cpu', () => engine().runKernel('Outer', { x }), { now: () => clock });
  expect(times).toEqual([
    { name: 'Slow', ms: 20, calls: 1 },
    { name: 'Outer', ms: 5, calls: 1 },
  ]);
  const fail = () => {
    throw new Error('stop');
  };
  expect(() => profileKernels('cpu', fail)).toThrow('stop');
  expect(getKernel('Outer', 'cpu')).toBe(outer);
  unregisterKernel('Outer', 'cpu');
});
