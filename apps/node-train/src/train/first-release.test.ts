import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { decodeImage } from '@pix2pix-ts/data/node';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { runPix2pix } from '../testing/run-pix2pix.ts';
import { writePairs } from './testing/pairs-folder.ts';

// What the first release wrote, and what it made of it; see the README there.
const FIXTURES = join(import.meta.dirname, '../../fixtures/first-release');
const expected = JSON.parse(readFileSync(join(FIXTURES, 'expected.json'), 'utf8'));
const ENGINE = ['--backend', 'wasm', '--threads', '2'];

const folder = sharedFolder();
beforeAll(async () => {
  cpSync(FIXTURES, folder.path, { recursive: true });
  await writePairs(join(folder.path, 'pairs'), 5);
});

test.each([
  ['model', 'run/model.safetensors', 'translated.png'],
  ['int8 copy', 'model.int8.safetensors', 'translated-int8.png'],
])('the %s of the first release translates as it did then', async (_, model, result) => {
  const args = ['translate', '--model', model, '--out', `out-${result}`, 'drawing.png', ...ENGINE];
  expect(await runPix2pix(args, { cwd: folder.path })).toMatchObject({ exitCode: 0 });
  const [then, now] = await Promise.all(
    [join(FIXTURES, result), join(folder.path, `out-${result}/drawing.png`)].map(read),
  );
  expect([now?.width, now?.height]).toEqual([then?.width, then?.height]);
  const apart = then?.data.map((value, i) => Math.abs(value - (now?.data[i] as number))) ?? [Number.NaN];
  expect(Math.max(...apart)).toBeLessThanOrEqual(1); // where a value falls on the edge between two, builds round apart
});

test('the model of the first release is evaluated as it was then', async () => {
  const args = ['evaluate', '--model', 'run/model.safetensors', '--data', 'pairs', '--json', ...ENGINE];
  const { stdout } = await runPix2pix(args, { cwd: folder.path });
  const { type: _, step: __, ...evaluation } = expected.evaluation;
  expect(JSON.parse(stdout)).toMatchObject(nearly(evaluation) as object);
});

test('the run of the first release resumes as it would have then', async () => {
  const resumed = await runPix2pix(['train', '--resume', 'run', '--steps', '6', ...ENGINE], { cwd: folder.path });
  expect(resumed).toMatchObject({ exitCode: 0 });
  const log = readFileSync(join(folder.path, 'run/log.jsonl'), 'utf8').trim().split('\n');
  const lines = log.map((line) => JSON.parse(line)).filter(({ step }) => step > 4);
  expect(lines).toMatchObject(expected.resumed.map(nearly));
});

const read = (path: string) => decodeImage(path);

/** Numbers to about four digits, because the kernels with and without FMA round apart. */
function nearly(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isInteger(value)) return expect.closeTo(value, value > 10 ? 2 : 3);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, nearly(part)]));
}
