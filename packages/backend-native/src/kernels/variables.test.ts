import { expect, jest, test } from '@jest/globals';
import { backend, dispose, tensor1d } from '@tensorflow/tfjs-core';
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
