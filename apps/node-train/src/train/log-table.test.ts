import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { logTable } from './log-table.ts';

const folder = temporaryFolder();
const table = () => readFileSync(join(folder.path, 'log.csv'), 'utf8');
const log = (...lines: object[]) =>
  appendFileSync(join(folder.path, 'log.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));

const step = (number: number, l1: number, seconds: number) => ({
  type: 'step',
  step: number,
  l1,
  imagesPerSecond: 4,
  seconds,
});

test('log.csv grows with the log: a row a step, held-out figures in the row of their step', async () => {
  const { follow, write } = logTable(folder.path);
  log(step(10, 0.5, 1));
  await follow();
  expect(table()).toBe('step,seconds,loss/l1,images/s\n'); // more may come of the latest step
  log(step(20, 0.25, 2.5));
  await follow();
  expect(table()).toBe('step,seconds,loss/l1,images/s\n10,1,0.5,4\n');
  log({ type: 'held-out', step: 20, images: 9, isBest: true, l1: 0.75, psnr: 11, seconds: 3 });
  await follow();
  log(step(30, 1e-7, 4));
  await follow();
  const grown = 'step,seconds,loss/l1,images/s,held-out/l1,held-out/psnr\n10,1,0.5,4,,\n20,3,0.25,4,0.75,11\n';
  expect(table()).toBe(grown);
  log({ type: 'evaluation', step: 30, l1: 0.5, images: 9, baselines: { input: { l1: 1 } }, seconds: 5 });
  await write();
  expect(table().split('\n').slice(2)).toEqual(['20,3,0.25,4,0.75,11,', '30,5,1e-7,4,,,0.5', '']);
});

test('a resumed run goes on in it, with each row once', async () => {
  log(step(10, 0.5, 1), step(20, 0.25, 2));
  await logTable(folder.path).write();
  writeFileSync(join(folder.path, 'log.jsonl'), `${JSON.stringify(step(10, 0.5, 1))}\n`); // resumed after step 10
  const { follow, write } = logTable(folder.path);
  log(step(20, 0.125, 3));
  await follow();
  log(step(30, 0.1, 4));
  await follow();
  await write();
  expect(table()).toBe('step,seconds,loss/l1,images/s\n10,1,0.5,4\n20,3,0.125,4\n30,4,0.1,4\n');
});

test('names are quoted as RFC 4180 asks, and what is no number is no column', async () => {
  log({ type: 'step', step: 1, 'a,"b"': 2, text: 'x', none: null, seconds: 1 }, { type: 'other', step: 2, l1: 3 });
  appendFileSync(join(folder.path, 'log.jsonl'), 'no JSON\n{"type":"step","step":3,"l1":9'); // cut off
  await logTable(folder.path).write();
  expect(table()).toBe('step,seconds,"loss/a,""b"""\n1,1,2\n');
});

test('a run without a log has no table', async () => {
  const { follow, write } = logTable(folder.path);
  await write();
  expect(() => table()).toThrow(/ENOENT/);
  log({ type: 'other', step: 1 });
  await follow();
  expect(() => table()).toThrow(/ENOENT/);
});
