import { type PresetName, presets } from '@pix2pix-ts/trainer';
import { dispose, matMul, randomUniform } from '@tensorflow/tfjs-core';
import { finish, measureNetworks, medianMs } from '../engines/measure-networks.ts';
import type { Speed } from './diagnosis.ts';

/** The side of the matrices whose product is measured. */
const SIDE = 512;

/** Measures the current engine on a preset's networks, and on a product of matrices. */
export async function measureSpeed(preset: PresetName): Promise<Speed> {
  const { generator, batch } = presets[preset].config;
  const productMs = await measureProduct();
  return {
    preset,
    imageSize: generator.imageSize,
    batch,
    gigaflops: (2 * SIDE ** 3) / productMs / 1e6,
    ...(await measureNetworks(presets[preset].config)),
  };
}

async function measureProduct(): Promise<number> {
  const [a, b] = [randomUniform([SIDE, SIDE]), randomUniform([SIDE, SIDE])];
  const milliseconds = await medianMs(() => finish(matMul(a, b)));
  dispose([a, b]);
  return milliseconds;
}
