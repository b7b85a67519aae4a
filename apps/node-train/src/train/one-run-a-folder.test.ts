import { readdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import type { RunOptions } from '@pix2pix-ts/testing/run-command';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { runPix2pix } from '../testing/run-pix2pix.ts';
import { writePairs } from './testing/pairs-folder.ts';

const SMALL = ['--preset', 'fast', '--size', '32', '--filters', '2', '--batch', '1', '--backend', 'cpu', '--json'];

const cwd = sharedFolder();
beforeAll(async () => {
  await writePairs(join(cwd.path, 'data'), 3);
});

const train = (args: string[], onLine?: RunOptions['onLine']) =>
  runPix2pix(['train', ...args], { cwd: cwd.path, onLine });
const begin = (onLine?: RunOptions['onLine']) =>
  train(['--data', 'data', ...SMALL, '--steps', '1000000', '--save-every', '1', '--out', 'run'], onLine);
const resume = () => train(['--resume', 'run', '--steps', '1', '--backend', 'cpu', '--json']);
const lastLine = (text: string) => text.trimEnd().split('\n').at(-1);

test('a second run and a resume are refused while a run is in progress, and a resume works once it was killed', async () => {
  let others: Promise<{ exitCode: number | null; stderr: string }[]> | undefined;
  let pid: number | undefined;
  const killed = await begin((line, child) => {
    if (others || !line.includes('"checkpoint"')) return;
    pid = child.pid;
    others = Promise.all([begin(), resume()]);
    others.finally(() => child.kill('SIGKILL'));
  });
  expect(killed.exitCode).toBe(null);
  for (const { exitCode, stderr } of (await others) ?? []) {
    expect(exitCode).toBe(2);
    expect(lastLine(stderr)).toBe(
      `Expected no other run in progress in run, got process ${pid} on ${hostname()}. Stop it, or remove ${join('run', '.running')} if it no longer runs.`,
    );
  }
  expect(JSON.parse(readFileSync(join(cwd.path, 'run/.running'), 'utf8'))).toMatchObject({ pid });
  expect(await resume()).toMatchObject({ exitCode: 0 });
  expect(readdirSync(join(cwd.path, 'run'))).not.toContain('.running');
});
