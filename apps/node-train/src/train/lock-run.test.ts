import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { ownIdentity } from '@pix2pix-ts/common/node';
import { FROM_SOURCES, runCommand } from '@pix2pix-ts/testing/run-command';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { LOCK_FILE, lockRun, refuseBusy } from './lock-run.ts';

const folder = temporaryFolder();

const lockPath = () => join(folder.path, LOCK_FILE);
const holder = () => JSON.parse(readFileSync(lockPath(), 'utf8'));

/** Runs a module's text in a process of its own, which can lock the folder. */
function inProcess(text: string) {
  const source = pathToFileURL(join(import.meta.dirname, 'lock-run.ts')).href;
  const module = `import { lockRun } from ${JSON.stringify(source)};
    const folder = ${JSON.stringify(folder.path)};
    ${text}`;
  return runCommand(process.execPath, [...FROM_SOURCES, '--input-type=module', '-e', module]);
}

test('a folder is taken by one process, and free again when it is given back', async () => {
  const giveBack = await lockRun(folder.path);
  expect(readdirSync(folder.path)).toEqual([LOCK_FILE]);
  const refusal = `Expected no other run in progress in ${folder.path}, got process ${process.pid} on ${hostname()}. Stop it, or remove ${lockPath()} if it no longer runs.`;
  await expect(lockRun(folder.path)).rejects.toThrow(refusal);
  await expect(refuseBusy(folder.path)).rejects.toThrow(refusal);
  expect(readdirSync(folder.path)).toEqual([LOCK_FILE]);
  giveBack();
  expect(readdirSync(folder.path)).toEqual([]);
  await refuseBusy(folder.path);
});

test('a process that is killed leaves a lock that the next one takes over; one that exits leaves none', async () => {
  await inProcess("await lockRun(folder); process.kill(process.pid, 'SIGKILL');");
  const { pid } = holder();
  expect(pid).not.toBe(process.pid);
  await refuseBusy(folder.path);
  const giveBack = await lockRun(folder.path);
  expect(holder()).toEqual(ownIdentity());
  expect(readdirSync(folder.path)).toEqual([LOCK_FILE]);
  giveBack();
  expect(await inProcess('await lockRun(folder); process.exit(1);')).toMatchObject({ exitCode: 1 });
  expect(readdirSync(folder.path)).toEqual([]);
});

test('of several processes that find the lock of a dead one, exactly one takes it', async () => {
  await inProcess("await lockRun(folder); process.kill(process.pid, 'SIGKILL');");
  // The one that has it holds it until both others were refused.
  const contend = `
    import { readdirSync, writeFileSync } from 'node:fs';
    const refused = () => readdirSync(folder).filter((name) => name.startsWith('refused')).length;
    try {
      await lockRun(folder);
      for (let i = 0; i < 400 && refused() < 2; i++) await new Promise((resolve) => setTimeout(resolve, 100));
      console.log('taken');
    } catch (error) {
      writeFileSync(folder + '/refused-' + process.pid, '');
      console.log(error.message);
    }`;
  const lines = (await Promise.all([1, 2, 3].map(() => inProcess(contend)))).map(({ stdout }) => stdout.trim());
  expect(lines.sort()).toEqual([
    expect.stringMatching(/^Expected no other run in progress in .*, got process \d+ on /),
    expect.stringMatching(/^Expected no other run in progress in .*, got process \d+ on /),
    'taken',
  ]);
});

test.each([
  ['another machine, which cannot be asked', { pid: 1, machine: 'elsewhere', start: null }, 'process 1 on elsewhere'],
  ['nobody that can be read', '{"pid"', 'a lock that cannot be read'],
  ['a process that there cannot be', { pid: -1, machine: hostname() }, 'a lock that cannot be read'],
  ['something that is no process', [null], 'a lock that cannot be read'],
  ['a value that nobody can walk through', '['.repeat(1e6), 'a lock that cannot be read'],
  ['a machine, behind a byte-order mark,', '\uFEFF{"pid":1,"machine":"elsewhere"}', 'process 1 on elsewhere'],
])('the lock of %s is kept', async (_, content, who) => {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(lockPath(), text);
  await expect(lockRun(folder.path)).rejects.toThrow(
    `got ${who}. Stop it, or remove ${lockPath()} if it no longer runs.`,
  );
  expect(readFileSync(lockPath(), 'utf8')).toBe(text);
});

test('a process that got the number of a dead one is not mistaken for it', async () => {
  if (ownIdentity().start === null) return; // systems that do not say when a process started
  writeFileSync(lockPath(), JSON.stringify({ ...ownIdentity(), start: 'an earlier boot 1' }));
  const giveBack = await lockRun(folder.path);
  expect(holder()).toEqual(ownIdentity());
  giveBack();
});

test('a folder that is not there is named', async () => {
  await refuseBusy(join(folder.path, 'nowhere'));
  await expect(lockRun(join(folder.path, 'nowhere'))).rejects.toThrow('ENOENT');
});

test('a lock that is not a file counts as one that cannot be read, and is not waited for', async () => {
  if (process.platform === 'win32') return; // which has no such things in folders
  const socket = createServer();
  const made: Record<string, () => unknown> = {
    'a link that leads nowhere': () => symlinkSync(join(folder.path, 'nowhere'), lockPath()),
    'a link to itself': () => symlinkSync(lockPath(), lockPath()),
    'a folder': () => mkdirSync(lockPath()),
    'a pipe': () => execFileSync('mkfifo', [lockPath()]),
    'a link to a pipe': () => {
      execFileSync('mkfifo', [join(folder.path, 'pipe')]);
      symlinkSync(join(folder.path, 'pipe'), lockPath());
    },
    'a link to a device': () => symlinkSync('/dev/zero', lockPath()),
    'a socket': () => new Promise<void>((resolve) => socket.listen(lockPath(), resolve)),
  };
  const line = `Expected no other run in progress in ${folder.path}, got a lock that cannot be read. Stop it, or remove ${lockPath()} if it no longer runs.`;
  for (const make of Object.values(made)) {
    await make();
    await expect(lockRun(folder.path)).rejects.toThrow(line);
    await expect(refuseBusy(folder.path)).rejects.toThrow(line);
    rmSync(lockPath(), { recursive: true });
  }
  await new Promise((resolve) => socket.close(resolve));
});

test('a process that takes the lock is not disturbed by another that cleans up the folder', async () => {
  const contend = `
    const { removeLeftovers } = await import(${JSON.stringify(import.meta.resolve('@pix2pix-ts/common/node'))});
    let [taken, refused] = [0, 0];
    for (let i = 0; i < 60; i++) {
      try {
        const giveBack = await lockRun(folder);
        await removeLeftovers(folder);
        taken++;
        giveBack();
      } catch (error) {
        if (!/^Expected no other run in progress/.test(error.message)) throw error;
        refused++;
      }
    }
    console.log(taken + refused);`;
  const results = await Promise.all([1, 2, 3].map(() => inProcess(contend)));
  for (const { exitCode, stdout, stderr } of results) expect([exitCode, stdout, stderr]).toEqual([0, '60\n', '']);
});
