import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { parseSafetensors } from '@pix2pix-ts/checkpoint';
import { parseModelMetadata } from '@pix2pix-ts/models';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { runPix2pix } from '../testing/run-pix2pix.ts';
import { writePairs } from './testing/pairs-folder.ts';

const folder = sharedFolder();
beforeAll(async () => {
  await writePairs(join(folder.path, 'data'), 3);
});

const run = (...args: string[]) => runPix2pix(['train', ...args, '--backend', 'cpu'], { cwd: folder.path });
const NEW = ['--data', 'data', '--size', '32', '--filters', '2', '--seed', '3'];

test('the best weights on held-out pairs are kept, training stops when they do not get better, and the report draws it', async () => {
  // At such a rate the first measurements are the best.
  const flags = ['--steps', '40', '--lr', '0.05', '--eval-every', '1', '--metric', 'psnr', '--stop-after', '3'];
  const { exitCode, stdout, stderr } = await run(...NEW, ...flags, '--out', 'run', '--json');
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  const events = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const evaluations = events.filter(({ type }) => type === 'evaluation');
  const end = events.find(({ type }) => type === 'end');
  expect(end).toMatchObject({ reason: 'stale', step: evaluations.length });

  const { metadata } = parseSafetensors(readFileSync(join(folder.path, 'run/best.safetensors')));
  const best = evaluations.findLast(({ isBest }) => isBest);
  expect(best.psnr).toBe(Math.max(...evaluations.map(({ psnr }) => psnr)));
  expect(parseModelMetadata({ ...metadata }).training.steps).toBe(best.step);
  expect(best.step).toBe(end.step - 3);
  expect(stderr).toContain(
    `Stopped after step ${end.step}: the held-out PSNR has not got any better since step ${best.step}.`,
  );
  expect(stderr).toContain(`those of step ${best.step}, PSNR ${best.psnr.toFixed(2)} dB: run/best.safetensors`);
  expect(readFileSync(join(folder.path, 'run/report.html'), 'utf8')).toContain(
    'PSNR in dB on held-out images while training',
  );

  const again = await run('--resume', 'run');
  expect(again.stderr).toContain('Nothing was trained: the held-out PSNR had stopped getting better.');
  const further = await run('--resume', 'run', '--stop-after', '4', '--json');
  expect(further.stdout.split('\n')[0]).toContain(`"step":${end.step + 1}`);
});

test.each([
  [['--schedule', 'plateau'], "Expected --eval-every with the schedule 'plateau', got none"],
  [['--stop-after', '2'], 'Expected --eval-every with --stop-after, got none'],
])('%s without measurements is refused before anything is written', async (flags, line) => {
  const { exitCode, stderr } = await run(...NEW, ...flags, '--steps', '1', '--out', 'refused');
  expect(exitCode).toBe(2);
  expect(stderr).toContain(line);
  expect(existsSync(join(folder.path, 'refused'))).toBe(false);
});
