import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parseSafetensors } from '@pix2pix-ts/checkpoint';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { atLine } from '../testing/at-line.ts';
import { PIX2PIX, runPix2pix } from '../testing/run-pix2pix.ts';
import { writePairs } from './testing/pairs-folder.ts';

const folder = sharedFolder();
beforeAll(async () => {
  await writePairs(join(folder.path, 'data'), 3);
});

const SMALL = ['--preset', 'fast', '--size', '32', '--filters', '2', '--batch', '1', '--backend', 'cpu'];
const RUN = ['train', '--data', 'data', ...SMALL, '--log-every', '1', '--json'];
const stepOf = (run: string) =>
  Number(parseSafetensors(readFileSync(join(folder.path, run, 'state.safetensors'))).metadata.step);
const [node, ...COMMAND] = PIX2PIX;

describe('a run is saved however it ends', () => {
  test.each(['stdout', 'stderr'] as const)('it continues to its end where the reader of %s goes away', async (gone) => {
    const args = [...RUN, '--steps', '6', '--out', `without-${gone}`];
    const child = spawn(node, [...COMMAND, ...args], { cwd: folder.path, stdio: ['ignore', 'pipe', 'pipe'] });
    child[gone].once('data', () => child[gone].destroy());
    child[gone === 'stdout' ? 'stderr' : 'stdout'].resume();
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(stepOf(`without-${gone}`)).toBe(6);
  });

  test('it continues where stdout is on a full disk, and ends with 1 and one line', async () => {
    if (process.platform !== 'linux') return; // where there is /dev/full
    const args = [...RUN, '--steps', '2', '--out', 'full'];
    const stdio = ['ignore', openSync('/dev/full', 'w'), 'pipe'] as const;
    const child = spawn(node, [...COMMAND, ...args], { cwd: folder.path, stdio: [...stdio] });
    let said = '';
    child.stderr?.on('data', (piece) => {
      said += piece;
    });
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(said.trimEnd().split('\n').at(-1)).toBe(
      'Could not write the results to standard output: the disk is full. Free some space and try again (ENOSPC). The work itself was done.',
    );
    expect(said).not.toMatch(/^ {4}at /m);
    expect(stepOf('full')).toBe(2);
  });

  test('a hang-up of the terminal saves it like SIGTERM does, with exit code 129', async () => {
    const args = [...RUN, '--steps', '100000', '--out', 'hung-up'];
    const child = spawn(node, [...COMMAND, ...args], { cwd: folder.path, stdio: ['ignore', 'pipe', 'ignore'] });
    let seen = 0;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { type, step } = JSON.parse(line);
      if (type === 'step') seen = step;
      if (type === 'step' && step === 2) child.kill('SIGHUP');
    });
    expect(await once(child, 'close')).toEqual([129, null]);
    expect(stepOf('hung-up')).toBe(seen);
  });

  test('a picture that breaks in mid-training ends it with a checkpoint, or is left out with --skip-bad', async () => {
    const picture = join(folder.path, 'data/train/pair1.png');
    const sound = readFileSync(picture);
    const env = atLine('{"type":"step","step":2,', `fs.writeFileSync(${JSON.stringify(picture)}, 'no picture')`);
    const ended = await runPix2pix([...RUN, '--steps', '100000', '--out', 'broken'], { cwd: folder.path, env });
    writeFileSync(picture, sound);
    expect(ended.exitCode).toBe(2);
    const step = stepOf('broken');
    expect(step).toBeGreaterThanOrEqual(2);
    expect(ended.stderr.trimEnd().split('\n').slice(-2)).toEqual([
      `The checkpoint of step ${step} is kept in broken.`,
      expect.stringContaining('data/train/pair1.png'),
    ]);
    const resumed = await runPix2pix(['train', '--resume', 'broken', '--steps', String(step + 1)], {
      cwd: folder.path,
    });
    expect(resumed.exitCode).toBe(0);

    const skipped = await runPix2pix([...RUN, '--steps', '12', '--out', 'skipped', '--skip-bad'], {
      cwd: folder.path,
      env,
    });
    writeFileSync(picture, sound);
    expect(skipped.exitCode).toBe(0);
    expect(skipped.stderr.match(/^Skipped from here on: .*pair1\.png.*$/gm)).toHaveLength(1);
  });

  test('a log that cannot be written ends it with a checkpoint', async () => {
    const args = [...RUN, '--steps', '100000', '--out', 'no-log'];
    let isBlocked = false;
    const { exitCode, stderr } = await runPix2pix(args, {
      cwd: folder.path,
      onLine: () => {
        if (isBlocked) return;
        isBlocked = true;
        rmSync(join(folder.path, 'no-log/log.jsonl'));
        // A folder in its place refuses every line, for root as well.
        mkdirSync(join(folder.path, 'no-log/log.jsonl'));
      },
    });
    expect(exitCode).toBeGreaterThan(0);
    expect(stepOf('no-log')).toBeGreaterThan(0);
    // The log is written, and then read for log.csv: which comes first is chance.
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^Could not (write|read) no-log.log\.jsonl: /);
  });

  test('a sample that cannot be written ends it with a checkpoint', async () => {
    const args = [...RUN, '--steps', '100000', '--sample-every', '1', '--out', 'no-samples'];
    let isBlocked = false;
    const { exitCode, stderr } = await runPix2pix(args, {
      cwd: folder.path,
      onLine: (line) => {
        if (isBlocked || JSON.parse(line).type !== 'sample') return;
        isBlocked = true;
        rmSync(join(folder.path, 'no-samples/samples'), { recursive: true });
        writeFileSync(join(folder.path, 'no-samples/samples'), 'no folder');
      },
    });
    expect(exitCode).toBeGreaterThan(0);
    const step = stepOf('no-samples');
    expect(step).toBeGreaterThan(0);
    expect(stderr.trimEnd().split('\n').slice(-2)).toEqual([
      `The checkpoint of step ${step} is kept in no-samples.`,
      expect.stringMatching(/^Could not write no-samples.samples.\S+\.png: /),
    ]);
  });

  test('it continues after it was stopped by Ctrl-Z, and an error that nobody caught ends it with a checkpoint', async () => {
    if (process.platform === 'win32') return; // which has no such signals
    const args = [...RUN, '--steps', '100000', '--out', 'stray'];
    const stray = "data:text/javascript,process.on('SIGWINCH', () => { throw new TypeError('stray'); })";
    const stdio = ['ignore', 'pipe', 'pipe'] as const;
    const child = spawn(node, ['--import', stray, ...COMMAND, ...args], { cwd: folder.path, stdio: [...stdio] });
    const said = text(child.stderr as Readable);
    let seen = 0;
    createInterface({ input: child.stdout as Readable }).on('line', (line) => {
      const { type, step } = JSON.parse(line);
      if (type !== 'step') return;
      seen = step;
      if (step === 2) {
        child.kill('SIGTSTP');
        setTimeout(() => child.kill('SIGCONT'), 300);
      }
      if (step === 4) child.kill('SIGWINCH');
    });
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(seen).toBeGreaterThanOrEqual(4);
    expect(stepOf('stray')).toBe(seen);
    expect((await said).trimEnd().split('\n').at(-1)).toBe(
      'Something went wrong inside pix2pix: stray. Please report it, with the output of --verbose.',
    );
  });
});
