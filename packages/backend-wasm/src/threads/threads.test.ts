import { describe, expect, test } from '@jest/globals';
import { createBackend } from '../create-backend.ts';
import { inProcess } from '../testing/in-process.ts';
import { getThreadsCount, setThreadsCount } from './threads-count.ts';

describe('a process of its own', () => {
  test('ends by itself while the backend and its threads are idle', async () => {
    const script = `setThreadsCount(3); await tf.setBackend('wasm');
      console.log(getThreadsCount(), tf.matMul(tf.ones([300, 300]), tf.ones([300, 300])).dataSync()[7]);`;
    expect(await inProcess(script)).toEqual({ out: ['3 300'], err: [] });
  });

  test('can remove the backend, and start another with another number of threads', async () => {
    const script = `const counts = [];
      for (const count of [4, 1, 2]) {
        setThreadsCount(count);
        await tf.setBackend('wasm');
        counts.push(getThreadsCount(), tf.matMul(tf.ones([300, 300]), tf.ones([300, 300])).dataSync()[7]);
        const factory = tf.findBackendFactory('wasm');
        tf.removeBackend('wasm');
        tf.registerBackend('wasm', factory);
      }
      console.log(counts.join());`;
    expect(await inProcess(script)).toEqual({ out: ['4,300,1,300,2,300'], err: [] });
  });
});

test.each([1, 3])('all threads have ended once stop says so (%d)', async (threads) => {
  const backend = await createBackend({ threads, fma: false, shared: true });
  expect(backend.threads).toMatchObject({ count: threads });
  await backend.threads.stop();
  expect(() => backend.threads.run('fill', [[0, 0, 0]])).toThrow(
    "Expected running threads for 'fill', got stopped ones",
  );
});

test.each([0, -1, 1.5, 65, Number.NaN])('%d threads are refused in one line', (count) => {
  expect(() => setThreadsCount(count)).toThrow(`Expected a number of threads from 1 to 64, got ${count}.`);
});

test('before the start, the number of threads is the one asked for', () => {
  setThreadsCount(5);
  expect(getThreadsCount()).toBeGreaterThan(0);
});
