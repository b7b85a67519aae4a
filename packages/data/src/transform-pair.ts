import type { Direction } from '@pix2pix-ts/common';
import type { RandomStream } from '@pix2pix-ts/random';
import type { ImagePair } from './pair-source.ts';
import { crop, flipLeftRight, type Pixels } from './pixels.ts';
import { resize } from './resize.ts';

/** What is done to a pair before the model sees it. */
export type TransformOptions = {
  /** The model's side in pixels. */
  imageSize: number;
  /** @default 'AtoB' */
  direction?: Direction;
  /** Resize to this side first, and take a random square of the model's size out of it; at least `imageSize`. */
  jitter?: number | undefined;
  /** Mirror half of the pairs, at random. @default false */
  flip?: boolean;
};

/** A pair as the model sees it, both of its size. */
export type TransformedPair = {
  /** What the generator is given. */
  readonly input: Pixels;
  /** What it should make of it. */
  readonly target: Pixels;
};

/**
 * The pair as the model wants it, both pictures `imageSize` squared. Both get the same crop
 * and the same flip, drawn from `random`; without it there is neither jitter nor flip, as for validation.
 */
export function transformPair(pair: ImagePair, options: TransformOptions, random?: RandomStream): TransformedPair {
  const { imageSize, direction = 'AtoB', jitter = imageSize, flip = false } = options;
  const transform = random ? drawTransform(imageSize, jitter, flip, random) : toSize(imageSize);
  const [input, target] = direction === 'AtoB' ? [pair.a, pair.b] : [pair.b, pair.a];
  return { input: transform(input), target: transform(target) };
}

function toSize(imageSize: number) {
  return (pixels: Pixels) => resize(pixels, imageSize, imageSize);
}

/** The flip is drawn first, so that it is the same with jitter and without. */
function drawTransform(imageSize: number, jitter: number, flip: boolean, random: RandomStream) {
  const flipped = random.uniform() < 0.5 && flip;
  const left = random.integer(jitter - imageSize + 1);
  const top = random.integer(jitter - imageSize + 1);
  return (pixels: Pixels) => {
    const resized = resize(pixels, jitter, jitter);
    const cropped = jitter === imageSize ? resized : crop(resized, left, top, imageSize, imageSize);
    return flipped ? flipLeftRight(cropped) : cropped;
  };
}
