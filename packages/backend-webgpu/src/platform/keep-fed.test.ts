import { expect, test } from '@jest/globals';
import { backend, ones, tanh } from '@tensorflow/tfjs-core';
import type { TrainableBackendWebGPU } from '../backend.ts';
import { createFeeding } from './keep-fed.ts';

/** The GPU's own queue, which counts what is submitted to it. */
function countedQueue() {
  const { queue } = backend() as unknown as TrainableBackendWebGPU;
  const counted = {
    submits: 0,
    submit: (commands: Iterable<GPUCommandBuffer>) => {
      counted.submits++;
      queue.submit(commands);
    },
  };
  return counted as unknown as GPUQueue & { submits: number };
}

/** A pause that ends when the test says so, and how many have begun. */
function steppedPause() {
  const pauses: (() => void)[] = [];
  const pause = () => new Promise<void>((resolve) => pauses.push(resolve));
  const step = async () => {
    for (const end of pauses.splice(0)) end();
    await new Promise(setImmediate);
  };
  return { pause, step, begun: () => pauses.length };
}

test('the queue is fed as long as somebody waits, and no longer', async () => {
  const queue = countedQueue();
  const { pause, step, begun } = steppedPause();
  let arrive: (value: string) => void = () => {};
  const given = createFeeding(pause)(queue, new Promise<string>((resolve) => (arrive = resolve)));
  expect(queue.submits).toBe(1);
  await step();
  await step();
  expect(queue.submits).toBe(3);
  arrive('values');
  expect(await given).toBe('values');
  await step();
  expect([queue.submits, begun()]).toEqual([3, 0]);
});

test('two who wait have it fed once, also where the second comes when the first has just left', async () => {
  const queue = countedQueue();
  const { pause, step, begun } = steppedPause();
  const fedUntil = createFeeding(pause);
  const ends: (() => void)[] = [];
  const wait = () => fedUntil(queue, new Promise<void>((resolve) => ends.push(resolve)));
  const first = wait();
  const second = wait();
  expect([queue.submits, begun()]).toEqual([1, 1]);
  ends[0]?.();
  await first;
  await step();
  expect([queue.submits, begun()]).toEqual([2, 1]);
  ends[1]?.();
  await second;
  const third = wait(); // the pause of the second is not over
  await step();
  expect([queue.submits, begun()]).toEqual([3, 1]);
  ends[2]?.();
  await third;
  await step();
  expect(begun()).toBe(0);
});

test('it ends where what is awaited fails, and passes the reason on', async () => {
  const queue = countedQueue();
  const { pause, step, begun } = steppedPause();
  const failed = createFeeding(pause)(queue, Promise.reject(new Error('lost')));
  await expect(failed).rejects.toThrow('lost');
  await step();
  expect(begun()).toBe(0);
});

test('a read comes through a queue that is fed by the millisecond', async () => {
  const queue = countedQueue();
  const [value] = await createFeeding()(queue, tanh(ones([2000])).data());
  expect(value).toBeCloseTo(Math.tanh(1), 5);
  expect(queue.submits).toBeGreaterThan(0);
});
