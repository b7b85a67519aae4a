import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { encodePng } from '@pix2pix-ts/data/node';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { formulaImage } from '../../export/formula-images.ts';
import { readFeatures } from '../../models/read-features.ts';
import { writeFeatures } from '../../testing/feature-file.ts';
import { runPix2pix } from '../../testing/run-pix2pix.ts';
import { writeSmallModel } from '../../testing/small-model.ts';
import { evaluationTable } from '../evaluation-table.ts';
import { chosenMetrics } from './choose-metrics.ts';
import { moreMetrics } from './more-metrics.ts';

const folder = sharedFolder();
const at = (name: string) => join(folder.path, name);
const evaluate = (...flags: string[]) =>
  runPix2pix(['evaluate', '--model', at('model.safetensors'), '--data', at('data'), '--backend', 'wasm', ...flags]);

beforeAll(async () => {
  await writeSmallModel(at('model.safetensors'));
  for (const half of ['A', 'B']) {
    await mkdir(at(`data/val/${half}`), { recursive: true });
    for (const i of [1, 2])
      await writeFile(at(`data/val/${half}/${i}.png`), await encodePng(formulaImage(half === 'A' ? i : i + 2, 32)));
  }
  await writeFeatures('lpips', at('lpips.safetensors'));
});

describe('evaluate with features', () => {
  test('measures LPIPS of the model and of the input beside the usual figures', async () => {
    const { exitCode, stdout } = await evaluate('--features', at('lpips.safetensors'), '--json');
    expect(exitCode).toBe(0);
    const { l1, lpips, fid, baselines } = JSON.parse(stdout);
    expect([l1, lpips, baselines.input.lpips]).toEqual([expect.any(Number), expect.any(Number), expect.any(Number)]);
    expect([fid, baselines.mean]).toEqual([undefined, null]);
    expect(lpips).toBeGreaterThanOrEqual(0);
  });

  test('refuses a model whose images are too small, in a line', async () => {
    const { exitCode, stdout, stderr } = await evaluate('--metrics', 'ms-ssim');
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^Expected a model of images of at least 161 px for ms-ssim, got one of 32 px\. Leave .*\.$/m,
    );
  });
});

test('the table has a column for each figure that there is, and a dash where an answer has none', () => {
  const metrics = { l1: 0.07, psnr: 20, ssim: 0.8 };
  const baselines = { input: { ...metrics, fid: 120 }, mean: metrics };
  const lines = evaluationTable({ ...metrics, fid: 60.125, images: 2, baselines }, 'x');
  expect(lines[2]).toMatch(/ SSIM +FID$/);
  expect(lines.slice(3, 6).map((line) => line.split(' ').at(-1))).toEqual(['60.13', '120.00', '-']);
});

test('files of features are refused where they are none, damaged, or twice the same', async () => {
  await writeFeatures('lpips', at('nan.safetensors'), { nan: true });
  await writeFile(at('cut.safetensors'), 'PK');
  const lpips = at('lpips.safetensors');
  expect([...(await readFeatures([lpips])).keys()]).toEqual(['lpips']);
  const refused: [string[], RegExp][] = [
    [[at('none.safetensors')], /none\.safetensors/],
    [
      [at('cut.safetensors')],
      /^Could not use the features of .*cut\.safetensors: .* Files of PyTorch are converted first/,
    ],
    [
      [at('model.safetensors')],
      /^Could not use .*: Expected weights of a feature network, got a file whose format is wrong/,
    ],
    [[at('nan.safetensors')], /^Could not use the features of .*nan\.safetensors: .*expected finite values/],
    [[lpips, lpips], /^Expected one file of LPIPS 0\.1 with AlexNet for --features, got a second one/],
  ];
  for (const [paths, line] of refused) await expect(readFeatures(paths)).rejects.toThrow(line);
});

test('--metrics takes some of four words', () => {
  expect(moreMetrics('lpips, fid', '--metrics')).toEqual(['fid', 'lpips']);
  expect(() => moreMetrics('fid,kidd', '--metrics')).toThrow(
    "Expected --metrics to be some of ms-ssim, fid, kid, lpips, separated by commas, got 'kidd'. Did you mean kid?",
  );
});

test('what is measured follows from the features, or from what was asked for', () => {
  expect(chosenMetrics(undefined, new Set())).toEqual([]);
  expect(chosenMetrics(undefined, new Set(['inception', 'lpips']))).toEqual(['fid', 'kid', 'lpips']);
  expect(chosenMetrics(['ms-ssim', 'fid'], new Set(['inception']))).toEqual(['ms-ssim', 'fid']);
  expect(() => chosenMetrics(['lpips'], new Set(['inception']))).toThrow('LPIPS 0.1 with AlexNet for lpips, got none');
});
