import { type KeyPart, randomState, randomStream } from '@pix2pix-ts/random';
import { customGrad, mul, type Tensor, type Tensor4D, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { type Changing, eachStep, valueNow } from './each-step.ts';
import { engineKernel } from './engine-kernel.ts';

/**
 * Inverted dropout: y = x * mask / (1 - rate), so that the mean stays the same. Engines may offer the kernel
 * `Dropout` ({ x, mask }, { rate } -> y).
 *
 * @param x [B, H, W, C]
 * @param mask [B, H, W, C], 1 where a value is kept, 0 where it is dropped
 * @param rate the share that is dropped, in [0, 1)
 * @returns [B, H, W, C], owned by the caller; differentiable in x.
 */
export function dropout(x: Tensor4D, mask: Tensor4D, rate: number): Tensor4D {
  const kernel = engineKernel('Dropout');
  if (!kernel) return tidy(() => mul(x, mul(mask, 1 / (1 - rate))));
  const op = customGrad((input, save) => {
    (save as (tensors: Tensor[]) => void)([mask]);
    const drop = (values: Tensor, by: Tensor) => kernel({ x: values, mask: by }, { rate })[0] as Tensor4D;
    const gradFunc = (dy: Tensor, [saved]: Tensor[]) => drop(dy, saved as Tensor);
    return { value: drop(input as Tensor, mask), gradFunc };
  });
  return op(x) as Tensor4D;
}

/**
 * A dropout mask of ones and zeros, each image drawn from a stream of its own: that of `key` and the image's place, so
 * that an image's mask does not depend on the other images in the batch.
 *
 * Engines may offer the kernel `DropoutMask` ({}, { shape, rate, states } -> mask), which draws the same numbers: `states`
 * has the four words of each image's `randomState`, one after the other.
 *
 * @param shape [B, H, W, C]
 * @param firstPlace the place of the first image; the others follow.
 * @param key of the streams; in a compiled step a part that changes is a function
 * @returns [B, H, W, C], owned by the caller.
 */
export function dropoutMask(
  shape: readonly [number, number, number, number],
  rate: number,
  firstPlace: number,
  ...key: readonly Changing<KeyPart>[]
): Tensor4D {
  const [batch, height, width, channels] = shape;
  const kernel = engineKernel('DropoutMask');
  if (kernel) {
    const attributes = eachStep(() => ({ shape: [...shape], rate, states: statesOf(batch, firstPlace, key) }));
    return kernel({}, attributes)[0] as Tensor4D;
  }
  const size = height * width * channels;
  const mask = new Float32Array(batch * size);
  for (let image = 0; image < batch; image++) {
    const stream = randomStream(...key.map(valueNow), firstPlace + image);
    for (let i = image * size; i < (image + 1) * size; i++) mask[i] = stream.uniform() < rate ? 0 : 1;
  }
  return tensor4d(mask, [...shape]);
}

/** The four words of each image's state, one after the other. */
function statesOf(images: number, firstPlace: number, key: readonly Changing<KeyPart>[]): number[] {
  const now = key.map(valueNow);
  return Array.from({ length: images }, (_, image) => randomState(...now, firstPlace + image)).flat();
}
