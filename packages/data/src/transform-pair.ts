import { type Direction, type ImageSize, longerSide, type Sides, sidesOf } from '@pix2pix-ts/common';
import type { RandomStream } from '@pix2pix-ts/random';
import { drawHints } from './hints/draw-hints.ts';
import { spreadHints } from './hints/spread-hints.ts';
import type { ImagePair } from './pair-source.ts';
import { crop, extendEdges, flipLeftRight, type Pixels } from './pixels.ts';
import { resize } from './resize.ts';

/** What is done to a pair before the model sees it. */
export type TransformOptions = {
  /** The size of the model's images, in pixels: a number where they are square. */
  imageSize: ImageSize;
  /** @default 'AtoB' */
  direction?: Direction;
  /**
   * Resize the longer side to this first, and the other in proportion, and take a random part of the model's size out of it;
   * at least that side.
   */
  jitter?: number | undefined;
  /** Mirror half of the pairs, at random. @default false */
  flip?: boolean;
  /**
   * Make the pair smaller by a random factor between these two, from above 0 to 1. Its outermost pixels go on to the edge
   * of the model's image. @default [1, 1]
   */
  scale?: readonly [least: number, most: number];
  /** Where a pair is smaller than the model's image, put it anywhere within it, in place of the middle. @default false */
  shift?: boolean;
  /**
   * The share of the inputs, from 0 to 1, that get some dots and short strokes of the target's colours, so that the model
   * learns to take such hints. Where it is above 0, the hints of every input fill what its lines close in. @default 0
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
 * The pair as the model wants it, both pictures of `imageSize`. Both get the same crop, flip, factor and place, drawn
 * from `random`, and the input its hints; without `random` nothing is drawn, as for validation.
 */
export function transformPair(pair: ImagePair, options: TransformOptions, random?: RandomStream): TransformedPair {
  const { direction = 'AtoB', hints = 0 } = options;
  const transform = random ? drawTransform(options, random) : toSize(sidesOf(options.imageSize));
  const [input, target] = direction === 'AtoB' ? [pair.a, pair.b] : [pair.b, pair.a];
  const transformed = { input: transform(input), target: transform(target) };
  if (hints === 0) return transformed;
  const isHinted = random !== undefined && random.uniform() < hints;
  const hinted = isHinted ? drawHints(transformed.input, transformed.target, random) : transformed.input;
  return { ...transformed, input: spreadHints(hinted) };
}

function toSize({ width, height }: Sides) {
  return (pixels: Pixels) => resize(pixels, width, height);
}

/** What is drawn comes in this order, whatever the options are, so that one of them changes nothing of the others. */
function drawTransform(options: TransformOptions, random: RandomStream) {
  const { flip = false, scale: [least, most] = [1, 1], shift = false } = options;
  const { width, height } = sidesOf(options.imageSize);
  const longer = longerSide(options.imageSize);
  const jitter = sides((side) => Math.round((side * (options.jitter ?? longer)) / longer));
  const flipped = random.uniform() < 0.5 && flip;
  const [left, top] = [random.integer(jitter.width - width + 1), random.integer(jitter.height - height + 1)];
  const factor = least + (most - least) * random.uniform();
  const small = sides((side) => Math.max(1, Math.round(factor * side)));
  const [x, y] = [width - small.width, height - small.height].map((free) => {
    const place = random.uniform();
    return Math.floor((shift ? place : 0.5) * (free + 1));
  }) as [number, number];
  const isSmaller = small.width < width || small.height < height;
  const across = (pixels: number) => Math.round((pixels * small.width) / width);
  const down = (pixels: number) => Math.round((pixels * small.height) / height);

  function sides(of: (side: number) => number): Sides {
    return { width: of(width), height: of(height) };
  }

  return (pixels: Pixels) => {
    const whole = resize(pixels, across(jitter.width), down(jitter.height));
    const isWhole = jitter.width === width && jitter.height === height;
    const cropped = isWhole ? whole : crop(whole, across(left), down(top), small.width, small.height);
    const mirrored = flipped ? flipLeftRight(cropped) : cropped;
    return isSmaller ? extendEdges(mirrored, x, y, width, height) : mirrored;
  };
}
