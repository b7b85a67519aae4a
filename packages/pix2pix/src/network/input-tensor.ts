import type { Sides } from '@pix2pix-ts/common';
import { type Raster, toFloat } from '@pix2pix-ts/data';
import { type Tensor4D, tensor4d } from '@tensorflow/tfjs-core';

/** The values of images of one size as a network takes them, [B, height, width, channels] in [-1, 1]. */
export function inputTensor(images: readonly Raster[], { width, height }: Sides, channels: number): Tensor4D {
  const length = width * height * channels;
  const values = new Float32Array(images.length * length);
  for (const [i, image] of images.entries()) toFloat(image, values, i * length);
  return tensor4d(values, [images.length, height, width, channels]);
}
