import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { isAlive, isProcess, ownIdentity, processStat } from './processes.ts';

test('this process is one, and a number without a process is not', async () => {
  expect(isProcess(process.pid)).toBe(true);
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'close');
  expect(isProcess(child.pid as number)).toBe(false);
});

// As in a container whose first process asks late: the ranks that mpirun has killed stay for a while.
test('a zombie, which has ended but was not waited for, is not one', async () => {
  if (process.platform !== 'linux') return; // only Linux shows it
  const parent = spawn('sh', ['-c', 'sleep 600 & echo $!; wait'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = await once(parent.stdout, 'data');
    const pid = Number(line);
    parent.kill('SIGSTOP'); // some shells ask at once
    process.kill(pid, 'SIGKILL');
    while (!processStat(pid).hasEnded) await wait(10);
    expect(isProcess(pid)).toBe(false);
  } finally {
    parent.kill('SIGKILL');
  }
});

test('a process is told from a later one of its number, and one that cannot be seen counts as there', async () => {
  const own = ownIdentity();
  expect(isAlive(own)).toBe(true);
  expect(isAlive({ ...own, start: null })).toBe(true); // written by a system that does not say
  if (own.start !== null) expect(isAlive({ ...own, start: 'an earlier boot 1' })).toBe(false);
  const gone = { ...own, pid: 2 ** 22 + 1 };
  expect(isAlive(gone)).toBe(false);
  expect(isAlive({ ...gone, machine: 'elsewhere' })).toBe(true);
});
