import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { createBackend } from '../create-backend.ts';
import { getThreadsCount, setThreadsCount } from './threads-count.ts';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../../../..');

/** Runs a script on this package's sources in a process of its own, which must end by itself. */
async function inProcess(script: string): Promise<string> {
  const imports = `import { setThreadsCount, getThreadsCount } from '@pix2pix-ts/backend-wasm';
    import { findBackendFactory, matMul, ones, registerBackend, removeBackend, setBackend } from '@tensorflow/tfjs-core';`;
  const flags = ['--conditions', '@pix2pix-ts/source', '--import', 'tsx', '--input-type=module', '--eval'];
  const cwd = path.join(root, 'test'); // where the imports are found
  const { stdout } = await run(process.execPath, [...flags, imports + script], { cwd, timeout: 60_000 });
  return stdout.trim();
}

describe('a process of its own', () => {
  test('ends by itself while the backend and its threads are idle', async () => {
    const script = `setThreadsCount(3); await setBackend('wasm');
      console.log(getThreadsCount(), matMul(ones([300, 300]), ones([300, 300])).dataSync()[7]);`;
    expect(await inProcess(script)).toBe('3 300');
  });

  test('can remove the backend, and start another with another number of threads', async () => {
    const script = `const counts = [];
      for (const count of [4, 1, 2]) {
        setThreadsCount(count);
        await setBackend('wasm');
        counts.push(getThreadsCount(), matMul(ones([300, 300]), ones([300, 300])).dataSync()[7]);
        const factory = findBackendFactory('wasm');
        removeBackend('wasm');
        registerBackend('wasm', factory);
      }
      console.log(counts.join());`;
    expect(await inProcess(script)).toBe('4,300,1,300,2,300');
  });
});

test('all threads have ended once stop says so', async () => {
  const backend = await createBackend({ threads: 3, fma: false, shared: true });
  await backend.threads.stop();
  expect(() => backend.threads.run('reluGrad', [[], []])).toThrow('Expected threads that run, got stopped ones');
});

test.each([0, -1, 1.5, 65, Number.NaN])('%d threads are refused in one line', (count) => {
  expect(() => setThreadsCount(count)).toThrow(`Expected a number of threads from 1 to 64, got ${count}.`);
});

test('before the start, the number of threads is the one asked for', () => {
  setThreadsCount(5);
  expect(getThreadsCount()).toBeGreaterThan(0);
});
