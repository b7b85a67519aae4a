import type { Sides } from '@pix2pix-ts/common';
import { engineResize } from '@pix2pix-ts/data';
import { any, dispose, isNaN as isNan, type Tensor4D, tidy, zeros } from '@tensorflow/tfjs-core';
import { ModelError } from '../model-error.ts';
import type { BitmapEngine } from './bitmap-engine.ts';
import { type Dropout, type Network, NO_PICTURE } from './network.ts';
import { toInput, toPicture } from './picture-tensor.ts';

/** Translates a bitmap without its values in JavaScript; the result is the caller's to close. */
export async function translateOnCard(
  network: Network,
  sides: Sides,
  { read, draw, resize }: BitmapEngine,
  bitmap: ImageBitmap,
  dropout: Dropout,
): Promise<ImageBitmap> {
  const { picture, hasNan } = tidy(() => {
    const output = network.apply(toInput(read(bitmap), resize, sides), dropout);
    return { picture: toPicture(output, resize, bitmap.width, bitmap.height), hasNan: any(isNan(output)) };
  });
  try {
    const translated = draw(picture);
    try {
      // One value is read: it tells when the picture is there, so that no caller runs ahead of the card.
      const [nan] = await hasNan.data();
      if (nan) throw new ModelError(NO_PICTURE);
      return translated;
    } catch (error) {
      translated.close();
      throw error;
    }
  } finally {
    dispose([picture, hasNan]);
  }
}

/** Runs what comes before and after the network where bitmaps are translated, on an engine that can; to be called in a tidy. */
export function rehearseOnCard(output: Tensor4D): void {
  const resize = engineResize();
  if (!resize) return;
  const [, height, width] = output.shape;
  toInput(zeros([2 * height, 2 * width, 4], 'int32'), resize, { width, height });
  toPicture(output, resize, 2 * width, 2 * height);
  any(isNan(output));
}
