import { readFileSync, writeFileSync } from 'node:fs';
import { expect, jest, test } from '@jest/globals';
import { backend, dispose, engine, fill, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import type { NodeBackend } from '../node-backend.ts';

/** The functions of a copy of this package that was loaded by itself, as two versions of it are. */
async function anotherCopy(): Promise<typeof import('./variables.ts')> {
  let copy: typeof import('./variables.ts') | undefined;
  await jest.isolateModulesAsync(async () => {
    copy = await import('./variables.ts');
  });
  return copy as typeof import('./variables.ts');
}

test('variables that two copies of this package make in one process are not the same one', async () => {
  const on = backend() as NodeBackend;
  const [mine, other] = [tensor1d([1, 2, 3]), tensor1d([4, 5, 6, 7])];
  const [copy, another] = [await anotherCopy(), await anotherCopy()];
  copy.variableBehind(on, mine);
  another.variableBehind(on, other);
  copy.hideVariable(on, mine.dataId); // so that it is read anew
  expect([...mine.dataSync()]).toEqual([1, 2, 3]);
  expect([...other.dataSync()]).toEqual([4, 5, 6, 7]);
  dispose([mine, other]);
});

test('variables take the place of their tensors one after the other, so that memory holds none of them twice', () => {
  const [size, count] = [2 ** 20, 16];
  const quads = Array.from({ length: count }, () => [1, 2, 3, 4].map(() => fill([size], 1))) as Tensor[][];
  const megabytes = (field: string) =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
  const before = megabytes('VmRSS');
  writeFileSync('/proc/self/clear_refs', '5'); // the peak begins anew
  const attributes = { learningRate: 0.1, beta1: 0.5, beta2: 0.999, epsilon: 1e-8, step: 1 };
  engine().runKernel('AdamUpdateAll', quads.flat() as never, attributes);
  const held = (3 * count * 4 * size) / 2 ** 20; // parameters and two moments, 192 MB
  expect(megabytes('VmHWM') - before).toBeLessThan(held / 2);
  expect(quads.at(-1)?.[0]?.dataSync()[0]).toBeCloseTo(1 - (0.1 / (1 - 0.5)) * Math.sqrt(1 - 0.999), 5);
  dispose(quads);
});
