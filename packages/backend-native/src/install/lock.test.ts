import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { removeLockLeftovers, withLock } from './lock.ts';

const folder = temporaryFolder();
const lockFile = () => join(folder.path, '.lock');
const hold = (holder: object) => {
  writeFileSync(`${lockFile()}.new`, JSON.stringify({ token: 'other', ...holder }));
  renameSync(`${lockFile()}.new`, lockFile()); // as a lock, complete from the start
};

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

test('nor does that of a zombie, or of one whose number another process has now', async () => {
  if (process.platform !== 'linux') return; // only Linux shows it
  const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = await once(parent.stdout, 'data');
    hold({ pid: Number(line), host: hostname() });
    expect(await withLock(folder.path, async () => 'done', { pollMs: 1 })).toBe('done');
  } finally {
    parent.kill('SIGKILL');
  }
  hold({ pid: process.ppid, host: hostname(), start: 'an earlier boot 1' });
  expect(await withLock(folder.path, async () => 'done')).toBe('done');
});

test('what is not a lock is reported at once, whatever has its name, and left alone', async () => {
  const made: Record<string, () => unknown> = {
    'a text': () => writeFileSync(lockFile(), '{"pid":-1}'),
    'a folder': () => mkdirSync(lockFile()),
    'a link that leads nowhere': () => symlinkSync(join(folder.path, 'nowhere'), lockFile()),
    'a pipe': () => execFileSync('mkfifo', [lockFile()]),
  };
  for (const make of Object.values(made)) {
    make();
    await expect(withLock(folder.path, async () => 'done')).rejects.toThrow(
      `Expected a lock at ${lockFile()}, got something that does not name a process. Remove it.`,
    );
    expect(readdirSync(folder.path)).toEqual(['.lock']);
    rmSync(lockFile(), { recursive: true });
  }
});

test('of what killed processes left next to it, only what nobody has touched for a minute is removed', async () => {
  const minutesAgo = new Date(Date.now() - 120_000);
  const names = ['', '.left'].flatMap((end) => [1, 2].map((i) => `.lock.${`${i}`.repeat(36)}${end}`));
  for (const name of [...names, '.lock.mine']) writeFileSync(join(folder.path, name), '');
  for (const name of [...names.filter((text) => text.includes('2')), '.lock.mine'])
    utimesSync(join(folder.path, name), minutesAgo, minutesAgo);
  await removeLockLeftovers(folder.path);
  expect(readdirSync(folder.path).sort()).toEqual([...names.filter((text) => text.includes('1')), '.lock.mine'].sort());
});

test('waiting for a lock ends by its signal', async () => {
  hold({ pid: process.ppid, host: hostname() });
  const stop = new AbortController();
  const waiting = withLock(folder.path, async () => 'done', { signal: stop.signal, onWait: () => stop.abort() });
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  expect(readdirSync(folder.path)).toEqual(['.lock']);
});

test('the lock of a live process is waited for, and reported once', async () => {
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
  const onWait = () => utimesSync(lockFile(), minutesAgo, minutesAgo);
  expect(await withLock(folder.path, async () => 'done', { onWait, pollMs: 1 })).toBe('done');
});
