import { type ChildProcess, execFileSync, spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { runPix2pix } from '../testing/run-pix2pix.ts';
import { writePairs } from './testing/pairs-folder.ts';

const SMALL = ['--preset', 'fast', '--size', '32', '--filters', '2', '--batch', '1', '--backend', 'cpu'];
const EVERY = ['--save-every', '2', '--sample-every', '4', '--log-every', '1'];

const cwd = sharedFolder();
const at = (...path: string[]) => join(cwd.path, ...path);
const train = (...args: string[]) => runPix2pix(['train', ...args], { cwd: cwd.path });
const logOf = (run: string) =>
  readFileSync(at(run, 'log.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const figuresOf = (run: string) => logOf(run).map(({ seconds: _, imagesPerSecond: __, ...figures }) => figures);

beforeAll(async () => {
  await writePairs(at('data'), 3);
  // Two runs, of which the second is as long as the first and one checkpoint more.
  await train('--data', 'data', ...SMALL, ...EVERY, '--steps', '4', '--out', 'whole');
  await train('--data', 'data', ...SMALL, ...EVERY, '--steps', '2', '--out', 'shorter');
});

/** A copy of the finished run, changed as an interruption leaves it. */
function interrupted(name: string, change: (run: string) => void): string {
  cpSync(at('whole'), at(name), { recursive: true });
  change(at(name));
  return name;
}

const deadProcess = () => spawnSync(process.execPath, ['-e', '']).pid;

const flip = (path: string, fromEnd: number) => {
  const bytes = readFileSync(path);
  bytes[bytes.length - fromEnd] = (bytes[bytes.length - fromEnd] as number) ^ 64;
  writeFileSync(path, bytes);
};

const CHANGES: Record<string, [change: (run: string) => void, because: RegExp]> = {
  'is missing': [(run) => rmSync(join(run, 'model.safetensors')), /it was missing\.$/],
  'is that of the checkpoint before': [
    (run) => cpSync(at('shorter/model.safetensors'), join(run, 'model.safetensors')),
    /it was from step 2\.$/,
  ],
  'is cut': [
    (run) => {
      const path = join(run, 'model.safetensors');
      writeFileSync(path, readFileSync(path).subarray(0, 500));
    },
    /it was damaged \(.*cut short.*\)\.$/,
  ],
  'has a flipped bit': [
    (run) => flip(join(run, 'model.safetensors'), 30),
    /it was damaged \(.*expected content whose checksum is.*\)\.$/,
  ],
  'is a pipe': [
    (run) => {
      rmSync(join(run, 'model.safetensors'));
      execFileSync('mkfifo', [join(run, 'model.safetensors')]);
    },
    /it could not be read \(EFTYPE\)\.$/,
  ],
  'is a link that leads nowhere': [
    (run) => {
      rmSync(join(run, 'model.safetensors'));
      symlinkSync(join(run, 'nowhere'), join(run, 'model.safetensors'));
    },
    /it was missing\.$/,
  ],
};

test.each(Object.entries(CHANGES))(
  'a finished run whose model %s has its own again on resume',
  async (name, [change, because]) => {
    const run = interrupted(`model ${name}`, (path) => {
      change(path);
      rmSync(join(path, 'report.html'));
      // What an earlier version logged of other weights, and lines that a power cut left.
      writeFileSync(
        join(path, 'log.jsonl'),
        `${readFileSync(join(path, 'log.jsonl'))}{"type":"step","step":5,"l1":1}\n{"type":"st`,
      );
      writeFileSync(join(path, `samples/.step-000004.png.partial-${deadProcess()}-0`), 'half');
    });
    const { exitCode, stderr } = await train('--resume', run, '--backend', 'cpu');
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('Already at step 4 of 4')]);
    const line = stderr.split('\n').find((text) => text.startsWith('Recreated '));
    expect(line).toMatch(because);
    expect(line).toContain(`Recreated ${join(run, 'model.safetensors')} from the checkpoint of step 4: `);
    for (const file of ['model.safetensors', 'state.safetensors'])
      expect([file, readFileSync(at(run, file)).equals(readFileSync(at('whole', file)))]).toEqual([file, true]);
    expect(figuresOf(run)).toEqual(figuresOf('whole')); // one evaluation, of the right weights
    expect(readdirSync(at(run)).sort()).toEqual(readdirSync(at('whole')).sort());
    expect(readdirSync(at(run, 'samples'))).toEqual(readdirSync(at('whole/samples')));
  },
);

test('a run whose state has a flipped bit in a moment resumes from the previous one, and ends as it would have', async () => {
  const run = interrupted('flipped', (path) => flip(join(path, 'state.safetensors'), 3));
  const { exitCode, stderr } = await train('--resume', run, '--backend', 'cpu');
  expect(exitCode).toBe(0);
  expect(stderr).toContain('Resuming from the checkpoint before the last one: ');
  expect(stderr).toContain('expected content whose checksum is');
  expect(stderr).toContain(`Resuming ${run} after step 2.`);
  for (const file of ['model.safetensors', 'state.safetensors', 'state.previous.safetensors'])
    expect([file, readFileSync(at(run, file)).equals(readFileSync(at('whole', file)))]).toEqual([file, true]);
  expect(figuresOf(run)).toEqual(figuresOf('whole'));
});

test('four resumes at once: one continues, the others are told which process is running', async () => {
  const run = interrupted('four', (path) =>
    writeFileSync(join(path, '.running'), `{"pid":${deadProcess()},"machine":"${hostname()}","start":null}`),
  );
  // The one that continues does so until all others have been refused.
  const children = new Set<ChildProcess>();
  let ended = 0;
  const stopLast = () => {
    if (ended >= 3) for (const child of children) child.kill('SIGTERM');
  };
  const resume = async () => {
    const args = ['train', '--resume', run, '--backend', 'cpu', '--steps', '1000000', '--json'];
    const end = await runPix2pix(args, {
      cwd: cwd.path,
      onLine: (_, child) => {
        children.add(child);
        stopLast();
      },
    });
    ended++;
    stopLast();
    return end;
  };
  const ends = await Promise.all([1, 2, 3, 4].map(resume));
  const refused = ends.filter(({ exitCode }) => exitCode === 2);
  expect(refused).toHaveLength(3);
  for (const { stderr } of refused)
    expect(stderr).toMatch(/^Expected no other run in progress in four, got process \d+ on /m);
  const [last] = ends.filter(({ exitCode }) => exitCode !== 2);
  expect(last?.stdout).toContain('"reason":"abort"');
});
