import { expect, test } from '@jest/globals';
import { add, backend, ones, registerBackend, removeBackend, setBackend, tensor } from '@tensorflow/tfjs-core';
import type { TrainableBackendWasm } from './backend.ts';
import { createBackend } from './create-backend.ts';
import { installKernels } from './kernels/install-kernels.ts';

/** A backend for one test, and its end. */
async function start(name: string, threads: number): Promise<() => void> {
  installKernels(name);
  registerBackend(name, () => createBackend({ threads, fma: false, shared: threads > 1 }));
  await setBackend(name);
  return () => removeBackend(name);
}

test('a tensor that is read after its disposal is refused in one line, and the backend keeps working', async () => {
  const end = await start('read after disposal', 2);
  const disposed = tensor([1, 2, 3]);
  disposed.dispose();
  expect(() => disposed.dataSync()).toThrow(/^Tensor is disposed\.$/);
  expect(() => add(disposed, 1)).toThrow(/^[^\n]*disposed[^\n]*$/);
  expect([...add(tensor([1, 2, 3]), 1).dataSync()]).toEqual([2, 3, 4]);
  end();
});

test.each([1, 2])(
  'a tensor of a removed backend is refused in one line, wherever it is used (%d threads)',
  async (n) => {
    const end = await start(`removed ${n}`, n);
    const x = ones([300]);
    const removed = backend() as TrainableBackendWasm;
    end();
    const endNext = await start(`next ${n}`, n);
    const line = /^Expected a tensor of a running backend, got one whose backend has been removed\. [^\n]*$/;
    expect(() => x.dataSync()).toThrow(line);
    await expect(x.data()).rejects.toThrow(line);
    expect(() => add(x, 1)).toThrow(line);
    expect(() => removed.threads.run('fill', [[0, 0, 0]])).toThrow(/^Expected running threads for 'fill'/);
    expect(() => x.dispose()).not.toThrow();
    expect(() => removed.dispose()).not.toThrow();
    expect([...add(ones([2]), 1).dataSync()]).toEqual([2, 2]);
    endNext();
  },
);
