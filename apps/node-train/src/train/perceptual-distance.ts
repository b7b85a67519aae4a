import { UsageError } from '@pix2pix-ts/common/node';
import { lpipsDistance } from '@pix2pix-ts/models';
import type { TrainConfig, TrainOptions } from '@pix2pix-ts/trainer';
import { mean, type Scalar, type Tensor4D } from '@tensorflow/tfjs-core';
import { readFeatures } from '../models/read-features.ts';

/**
 * LPIPS as a term of what the generator minimises, where the configuration has a weight for it. Its tensors are made on the
 * current engine, and stay as long as the process.
 *
 * @throws UsageError where the file, or the weight, is missing, or is of another network
 */
export async function perceptualDistanceOf(
  { perceptual }: TrainConfig,
  file: string | undefined,
): Promise<TrainOptions['perceptualDistance']> {
  if (file === undefined) {
    if (perceptual === 0) return undefined;
    throw new UsageError(
      `Expected --perceptual-features with the weights of LPIPS for a perceptual weight of ${perceptual}, got none. Convert them once: pix2pix convert alexnet-owt-7be5be79.pth alex.pth --out lpips.safetensors.`,
    );
  }
  if (perceptual === 0)
    throw new UsageError(
      'Expected --perceptual with a weight above 0 for --perceptual-features, got none. Add --perceptual 1, or leave the features out.',
    );
  const lpips = (await readFeatures([file])).get('lpips');
  if (!lpips)
    throw new UsageError(
      `Expected the weights of LPIPS for --perceptual-features, got ${file} of another network. Convert alexnet-owt-7be5be79.pth and alex.pth.`,
    );
  const tensors = lpips.tensors();
  return (output, target): Scalar => mean(lpipsDistance(tensors, output as Tensor4D, target as Tensor4D));
}
