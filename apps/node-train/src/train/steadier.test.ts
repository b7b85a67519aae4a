import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { parseSafetensors } from '@pix2pix-ts/checkpoint';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { runPix2pix } from '../testing/run-pix2pix.ts';
import { writePairs } from './testing/pairs-folder.ts';

const folder = sharedFolder();
beforeAll(async () => {
  await writePairs(join(folder.path, 'data'), 5);
});

const run = (...args: string[]) => runPix2pix(['train', ...args, '--backend', 'wasm'], { cwd: folder.path });
const bytesOf = (...path: string[]) => readFileSync(join(folder.path, ...path));
const NEW = [
  '--data data --size 32 --filters 2 --batch 2 --log-every 1',
  '--ema 0.9 --accumulate 2 --clip 1 --pool 3 --label-smoothing 0.1 --init-type orthogonal',
  '--lr-discriminator 1e-4 --warm-up 3 --schedule plateau --patience 0 --eval-every 2',
].flatMap((flags) => flags.split(' '));

test('a run with an average, a pool, parts, clipping and a plateau resumes to the bytes of one that never stopped', async () => {
  expect(await run(...NEW, '--steps', '6', '--out', 'whole')).toMatchObject({ exitCode: 0 });
  expect(await run(...NEW, '--steps', '4', '--out', 'resumed')).toMatchObject({ exitCode: 0 });
  expect(await run('--resume', 'resumed', '--steps', '6')).toMatchObject({ exitCode: 0 });
  for (const file of ['state.safetensors', 'model.safetensors', 'best.safetensors'])
    expect([file, bytesOf('resumed', file).equals(bytesOf('whole', file))]).toEqual([file, true]);

  const { tensors } = parseSafetensors(bytesOf('whole/state.safetensors'));
  const model = parseSafetensors(bytesOf('whole/model.safetensors')).tensors.get('down2.weight')?.data;
  const [average, live] = ['average', 'param'].map((group) => tensors.get(`generator.${group}.down2.weight`)?.data);
  expect(model).toEqual(average);
  expect(model).not.toEqual(live);

  // A model that was lost is the average again, too.
  rmSync(join(folder.path, 'resumed/model.safetensors'));
  expect((await run('--resume', 'resumed')).stderr).toContain('from the checkpoint of step 6: it was missing');
  expect(bytesOf('resumed/model.safetensors').equals(bytesOf('whole/model.safetensors'))).toBe(true);
});

test.each([
  [['--ema', '1'], "Expected --ema to be a number from 0 and below 1, got '1'"],
  [['--batch', '2', '--accumulate', '3'], 'Expected a batch that 3 parts can share, got 2'],
  [['--label-smoothing', '0.9'], 'labelSmoothing is wrong'],
])('%j is refused in one line', async (flags, line) => {
  const { exitCode, stderr } = await run(
    '--data',
    'data',
    '--size',
    '32',
    ...flags,
    '--steps',
    '1',
    '--out',
    'refused',
  );
  expect(exitCode).toBe(2);
  expect(stderr).toContain(line);
});
