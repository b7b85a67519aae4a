import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { atLine } from '../testing/at-line.ts';
import { runPix2pix } from '../testing/run-pix2pix.ts';
import { writePairs } from './testing/pairs-folder.ts';

const folder = sharedFolder();
beforeAll(async () => {
  await writePairs(join(folder.path, 'data'), 7);
});

// Dropout, all augmentation and a falling rate, so that every stream and count must be found again.
const RUN = [
  'train --data data --steps 20 --save-every 10 --sample-every 5 --json',
  '--preset pytorch-gan --size 32 --filters 8 --batch 2 --jitter 36 --schedule linear',
  '--scale 0.5..1 --shift --hints 0.5',
  '--backend wasm --threads 2',
].flatMap((flags) => flags.split(' '));
const bytesOf = (run: string, file: string) => readFileSync(join(folder.path, run, file));
const logOf = (run: string) =>
  bytesOf(run, 'log.jsonl')
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => {
      const { seconds: _, imagesPerSecond: __, ...rest } = JSON.parse(line);
      return rest;
    });

test('a run of 20 steps equals, byte for byte, one killed after 10 and resumed for 10', async () => {
  const whole = await runPix2pix([...RUN, '--out', 'whole'], { cwd: folder.path });
  expect(whole).toMatchObject({ exitCode: 0 });

  const killed = await runPix2pix([...RUN, '--out', 'killed'], {
    cwd: folder.path,
    env: atLine('{"type":"checkpoint","step":10', "process.kill(process.pid, 'SIGKILL')"),
  });
  expect(killed.exitCode).toBeNull();
  expect(readdirSync(join(folder.path, 'killed'))).not.toContain('report.html');

  const resumed = await runPix2pix(['train', '--resume', 'killed', '--backend', 'wasm', '--threads', '2'], {
    cwd: folder.path,
  });
  expect(resumed).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining('Resuming killed after step 10.'),
  });
  for (const file of ['state.safetensors', 'state.previous.safetensors', 'model.safetensors'])
    expect([file, bytesOf('killed', file).equals(bytesOf('whole', file))]).toEqual([file, true]);
  expect(logOf('killed')).toEqual(logOf('whole'));
  const samples = readdirSync(join(folder.path, 'whole/samples'));
  expect(samples).toEqual(['step-000005.png', 'step-000010.png', 'step-000015.png', 'step-000020.png']);
  expect(readdirSync(join(folder.path, 'killed/samples'))).toEqual(samples);
  for (const sample of samples)
    expect(bytesOf('killed/samples', sample).equals(bytesOf('whole/samples', sample))).toBe(true);
});
