import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { bytesRead, endTree, processTree, timesAwake } from './process-tree.ts';

const isLinux = process.platform === 'linux'; // the only one that shows it

test('what a process of Node reads changes its count, and how often it wakes itself up does not', async () => {
  if (!isLinux) return;
  const child = spawn(process.execPath, [
    '-e',
    "setInterval(() => require('node:fs').stat('/', () => {}), 5); process.stdin.resume(); console.log('up');",
  ]);
  try {
    await once(child.stdout, 'data');
    const pids = [child.pid as number];
    const sleepUntil = async (isDone: () => boolean) => {
      while (!isDone()) await wait(5);
    };
    const awake = timesAwake(pids) as number;
    await sleepUntil(() => (timesAwake(pids) as number) > awake + 50);
    const read = bytesRead(pids);
    await sleepUntil(() => (timesAwake(pids) as number) > awake + 150);
    expect(bytesRead(pids)).toBe(read);
    child.stdin.write('x');
    await sleepUntil(() => bytesRead(pids) !== read);
  } finally {
    child.kill('SIGKILL');
  }
});

test('a process is ended with all that it has started, also one that ignores the signal', async () => {
  if (!isLinux) return;
  const script = "trap '' TERM; sh -c 'sleep 1000 & sleep 1000' & echo up; while :; do sleep 0.1; done";
  const child = spawn('sh', ['-c', script]);
  await once(child.stdout, 'data');
  while (processTree(child.pid as number).length < 4) await wait(5);
  const pids = processTree(child.pid as number);
  expect(pids[0]).toBe(child.pid);
  endTree(child.pid as number);
  const [, signal] = await once(child, 'close'); // which waits for all that hold its output
  expect(signal).toBe('SIGKILL');
});

test('where the system does not say, nothing is made up', () => {
  const nobody = [2 ** 22 + 1];
  expect(processTree(nobody[0] as number)).toEqual(nobody);
  expect(bytesRead(nobody)).toBeUndefined();
  expect(timesAwake(nobody)).toBeUndefined();
});
