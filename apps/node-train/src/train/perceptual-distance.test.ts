import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { sharedFolder } from '@pix2pix-ts/testing/temporary-folder';
import { presets } from '@pix2pix-ts/trainer';
import { writeFeatures } from '../testing/feature-file.ts';
import { writeSmallModel } from '../testing/small-model.ts';
import { perceptualDistanceOf } from './perceptual-distance.ts';

const folder = sharedFolder();
const at = (name: string) => join(folder.path, name);
const { config } = presets.fast;

beforeAll(async () => {
  await writeFeatures('lpips', at('lpips.safetensors'));
});

test('the weight and the file belong together, and the file is that of LPIPS', async () => {
  expect(await perceptualDistanceOf(config, undefined)).toBeUndefined();
  await expect(perceptualDistanceOf({ ...config, perceptual: 1 }, undefined)).rejects.toThrow(
    'Expected --perceptual-features with the weights of LPIPS for a perceptual weight of 1, got none.',
  );
  await expect(perceptualDistanceOf(config, at('lpips.safetensors'))).rejects.toThrow(
    'Expected --perceptual with a weight above 0 for --perceptual-features, got none.',
  );
  await writeSmallModel(at('model.safetensors'));
  await expect(perceptualDistanceOf({ ...config, perceptual: 1 }, at('model.safetensors'))).rejects.toThrow(
    'Expected weights of a feature network',
  );
});
