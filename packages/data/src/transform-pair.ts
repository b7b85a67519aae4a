import type { Direction } from '@pix2pix-ts/common';
import type { RandomStream } from '@pix2pix-ts/random';
import { drawHints } from './draw-hints.ts';
import type { ImagePair } from './pair-source.ts';
import { crop, extendEdges, flipLeftRight, type Pixels } from './pixels.ts';
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
  /**
   * Make the pair smaller by a random factor between these two, from above 0 to 1. Its outermost pixels go on to the edge
   * of the square. @default [1, 1]
   */
  scale?: readonly [least: number, most: number];
  /** Where a pair is smaller than the square, put it anywhere within it, in place of the middle. @default false */
  shift?: boolean;
  /**
   * The share of the inputs, from 0 to 1, that get some dots and short strokes of the target's colours, so that the model
   * learns to take such hints. @default 0
   */
  hints?: number;
};

/** A pair as the model sees it, both of its size. */
export type TransformedPair = {
  /** What the generator is given. */
  readonly input: Pixels;
  /** What it should make of it. */
  readonly target: Pixels;
};

/**
 * The pair as the model wants it, both pictures `imageSize` squared. Both get the same crop, flip, factor and place, drawn
 * from `random`, and the input its hints; without `random` nothing is drawn, as for validation.
 */
export function transformPair(pair: ImagePair, options: TransformOptions, random?: RandomStream): TransformedPair {
  const { imageSize, direction = 'AtoB', hints = 0 } = options;
  const transform = random ? drawTransform(options, random) : toSize(imageSize);
  const [input, target] = direction === 'AtoB' ? [pair.a, pair.b] : [pair.b, pair.a];
  const transformed = { input: transform(input), target: transform(target) };
  if (!random || random.uniform() >= hints) return transformed;
  return { ...transformed, input: drawHints(transformed.input, transformed.target, random) };
}

function toSize(imageSize: number) {
  return (pixels: Pixels) => resize(pixels, imageSize, imageSize);
}

/** What is drawn comes in this order, whatever the options are, so that one of them changes nothing of the others. */
function drawTransform(options: TransformOptions, random: RandomStream) {
  const { imageSize, jitter = imageSize, flip = false, scale: [least, most] = [1, 1], shift = false } = options;
  const flipped = random.uniform() < 0.5 && flip;
  const [left, top] = [random.integer(jitter - imageSize + 1), random.integer(jitter - imageSize + 1)];
  const factor = least + (most - least) * random.uniform();
  const side = Math.max(1, Math.round(factor * imageSize));
  const places = [random.uniform(), random.uniform()].map((place) => (shift ? place : 0.5));
  const [x, y] = places.map((place) => Math.floor(place * (imageSize - side + 1))) as [number, number];
  const ofSide = (pixels: number) => Math.round((pixels * side) / imageSize);
  return (pixels: Pixels) => {
    const whole = resize(pixels, ofSide(jitter), ofSide(jitter));
    const cropped = jitter === imageSize ? whole : crop(whole, ofSide(left), ofSide(top), side, side);
    const mirrored = flipped ? flipLeftRight(cropped) : cropped;
    return side === imageSize ? mirrored : extendEdges(mirrored, x, y, imageSize, imageSize);
  };
}
