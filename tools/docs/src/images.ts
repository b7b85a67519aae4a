import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Pixels, toFloat, toPixels } from '@pix2pix-ts/data';
import { encodePng } from '@pix2pix-ts/data/node';
import { applyGenerator, type DropoutChoice } from '@pix2pix-ts/models';
import { type Tensor4D, tensor4d, tidy } from '@tensorflow/tfjs-core';
import type { Trained } from './train-small.ts';

const folder = path.resolve(import.meta.dirname, '../../../docs/concepts/images');

/** Writes a picture of the concept pages, and says where it is. */
export async function savePicture(name: string, picture: Pixels): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${name}.png`);
  await writeFile(file, await encodePng(picture));
  console.log(file);
}

/** An image as [1, H, W, 3] in [-1, 1], which the caller disposes. */
export function imageTensor(image: Pixels): Tensor4D {
  return tensor4d(toFloat(image), [1, image.height, image.width, 3]);
}

/** What the generator makes of an image of its own size. */
export async function translate(
  { config, generator }: Trained,
  input: Pixels,
  dropout: DropoutChoice = 'off',
): Promise<Pixels> {
  const output = tidy(() => applyGenerator(config.generator, generator, imageTensor(input), { dropout }));
  const values = await output.data();
  output.dispose();
  return toPixels(values, input.width, input.height);
}

/** The mean absolute difference of two images, on [-1, 1]. */
export function distance(one: Pixels, other: Pixels): number {
  const values = toFloat(other);
  return toFloat(one).reduce((sum, value, i) => sum + Math.abs(value - (values[i] as number)), 0) / values.length;
}

/** A picture whose every pixel is a mix of two colours: `share` 0 is the first, 1 the second. */
export function tinted(
  shares: ArrayLike<number>,
  width: number,
  [from, to]: readonly [readonly number[], readonly number[]],
): Pixels {
  const data = new Uint8Array(shares.length * 3);
  for (let i = 0; i < data.length; i++) {
    const share = Math.min(1, Math.max(0, shares[Math.floor(i / 3)] as number));
    data[i] = Math.round((from[i % 3] as number) * (1 - share) + (to[i % 3] as number) * share);
  }
  return { data, width, height: shares.length / width };
}
