import { expect, test } from '@jest/globals';
import { newestWins } from './newest-wins.ts';

test('one task runs at a time, and of those asked for meanwhile the newest alone', async () => {
  const seen: number[] = [];
  let newest = 0;
  let running = 0;
  let done = () => {};
  const busy: boolean[] = [];
  const task = async () => {
    running++;
    expect(running).toBe(1);
    seen.push(newest);
    await new Promise<void>((resolve) => {
      done = resolve;
    });
    running--;
  };
  const request = newestWins(task, (isBusy) => busy.push(isBusy));
  for (newest = 1; newest <= 5; newest++) request();
  newest = 5;
  done();
  await new Promise((resolve) => setTimeout(resolve));
  done();
  await new Promise((resolve) => setTimeout(resolve));
  expect(seen).toEqual([1, 5]);
  expect(busy).toEqual([true, false]);
  newest = 6;
  request();
  expect(seen).toEqual([1, 5, 6]);
  expect(busy).toEqual([true, false, true]);
});

test('what takes long is told as soon as something newer is asked for', async () => {
  const signals: AbortSignal[] = [];
  const request = newestWins(async (outdated) => {
    signals.push(outdated);
    if (signals.length === 1) await new Promise((resolve) => outdated.addEventListener('abort', resolve));
  });
  request();
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  request();
  await new Promise((resolve) => setTimeout(resolve));
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
});
