import { execFile } from 'node:child_process';
import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { withLock } from './lock.ts';

const folder = temporaryFolder();
const hold = (holder: object) =>
  writeFileSync(join(folder.path, '.lock'), JSON.stringify({ token: 'other', ...holder }));

test('of several at once each has the lock for itself, and nothing of it is left', async () => {
  let inside = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await new Promise((resolve) => setTimeout(resolve, 5));
    inside--;
  };
  await Promise.all(Array.from({ length: 8 }, () => withLock(folder.path, work, { pollMs: 1 })));
  expect(most).toBe(1);
  expect(readdirSync(folder.path)).toEqual([]);
});

test('a lock is released where the work fails', async () => {
  await expect(withLock(folder.path, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(await withLock(folder.path, async () => 'done')).toBe('done');
});

test('the lock of a process that was killed does not count', async () => {
  const child = execFile(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.on('exit', resolve));
  hold({ pid: child.pid, host: hostname() });
  expect(await withLock(folder.path, async () => 'done')).toBe('done');
});

test('the lock of a process that lives is waited for, and told of once', async () => {
  hold({ pid: process.ppid, host: hostname() });
  const told: number[] = [];
  const onWait = (pid: number) => {
    told.push(pid);
    setTimeout(() => hold({ pid: 2 ** 22 + 1, host: hostname() }), 20); // as if it had ended
  };
  expect(await withLock(folder.path, async () => 'done', { onWait, pollMs: 1 })).toBe('done');
  expect(told).toEqual([process.ppid]);
});

test('the lock of another machine counts for as long as it is touched', async () => {
  hold({ pid: 1, host: 'another' });
  const minutesAgo = new Date(Date.now() - 120_000);
  const onWait = () => utimesSync(join(folder.path, '.lock'), minutesAgo, minutesAgo);
  expect(await withLock(folder.path, async () => 'done', { onWait, pollMs: 1 })).toBe('done');
});
