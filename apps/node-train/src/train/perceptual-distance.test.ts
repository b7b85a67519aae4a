import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { joinSideBySide } from '@pix2pix-ts/data';
import { encodePng } from '@pix2pix-ts/data/node';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { presets } from '@pix2pix-ts/trainer';
import { formulaImage } from '../export/formula-images.ts';
import { writeFeatures } from '../testing/feature-file.ts';
import { runPix2pix } from '../testing/run-pix2pix.ts';
import { writeSmallModel } from '../testing/small-model.ts';
import { perceptualDistanceOf } from './perceptual-distance.ts';

const folder = sharedFolder();
const at = (name: string) => join(folder.path, name);
const { config } = presets.fast;

beforeAll(async () => {
  await writeFeatures('lpips', at('lpips.safetensors'));
  await mkdir(at('data/train'), { recursive: true });
  const pair = { a: formulaImage(1, 32), b: formulaImage(2, 32) };
  await writeFile(at('data/train/1.png'), await encodePng(joinSideBySide(pair)));
});

test('a run with LPIPS logs it among its losses, and cannot be resumed without its weights', async () => {
  const run = ['train', '--backend', 'wasm', '--steps', '2', '--log-every', '1'];
  const small = ['--size', '32', '--filters', '2', '--batch', '1', '--data', at('data'), '--out', at('run')];
  const perceptual = ['--perceptual', '1', '--perceptual-features', at('lpips.safetensors')];
  const { exitCode } = await runPix2pix([...run, ...small, ...perceptual]);
  expect(exitCode).toBe(0);
  expect(JSON.parse(await readFile(at('run/config.json'), 'utf8'))).toMatchObject({ perceptual: 1 });
  expect(await readFile(at('run/log.jsonl'), 'utf8')).toMatch(/"perceptual":\d/);
  const resumed = await runPix2pix(['train', '--backend', 'wasm', '--resume', at('run'), '--steps', '3']);
  expect(resumed.exitCode).toBe(2);
  expect(resumed.stderr).toMatch(
    /^Expected --perceptual-features with the weights of LPIPS for a perceptual weight of 1/m,
  );
});

test('the weight and the file belong together, and the file is that of LPIPS', async () => {
  expect(await perceptualDistanceOf(config, undefined)).toBeUndefined();
  await expect(perceptualDistanceOf(config, at('lpips.safetensors'))).rejects.toThrow(
    'Expected --perceptual with a weight above 0 for --perceptual-features, got none.',
  );
  await writeSmallModel(at('model.safetensors'));
  await expect(perceptualDistanceOf({ ...config, perceptual: 1 }, at('model.safetensors'))).rejects.toThrow(
    'Expected weights of a feature network',
  );
});
