import { type Direction, type ImageSize, longerSide, type Sides, sidesOf } from '@pix2pix-ts/common';
import type { RandomStream } from '@pix2pix-ts/random';
import { DataError } from './data-error.ts';
import { drawHints } from './hints/draw-hints.ts';
import { spreadHints } from './hints/spread-hints.ts';
import type { ImagePair } from './pair-source.ts';
import { CHANNELS, channelsOf, crop, depthOf, extendEdges, flipLeftRight, type Pixels, type Raster } from './pixels.ts';
import { resize } from './resize.ts';

/**
 * How a pair of another size gets to that of the model, by the names that pytorch-CycleGAN-and-pix2pix gave them:
 *
 * - `resize_and_crop`: resized to `jitter` whatever its form, of which a random part is taken
 * - `crop`: a random part of the pair as it is; a pair that is smaller is enlarged until it covers the model's size
 * - `scale_width_and_crop`: resized in its own form, to `jitter` wide or as far as covers the model's size; a random part of that
 * - `none`: as it is; a pair of another size is refused
 */
export const preprocesses = ['resize_and_crop', 'crop', 'scale_width_and_crop', 'none'] as const;

/** One of {@link preprocesses}. */
export type Preprocess = (typeof preprocesses)[number];

/** What is done to a pair before the model sees it. */
export type TransformOptions = {
  /** The size of the model's images, in pixels: a number where they are square. */
  imageSize: ImageSize;
  /** @default 'AtoB' */
  direction?: Direction;
  /** How a pair of another size gets to that of the model. @default 'resize_and_crop' */
  preprocess?: Preprocess;
  /**
   * Resize the longer side to this first, and the other in proportion, and take a random part of the model's size out of it;
   * at least that side. With `scale_width_and_crop` the width.
   */
  jitter?: number | undefined;
  /** Mirror half of the pairs, at random. @default false */
  flip?: boolean;
  /**
   * Make the pair smaller by a random factor between these two, from above 0 to 1. Its outermost pixels go on to the edge
   * of the model's image. With `resize_and_crop` alone. @default [1, 1]
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
export type TransformedPair<Kind extends Raster = Pixels> = {
  /** What the generator is given. */
  readonly input: Kind;
  /** What it should make of it. */
  readonly target: Kind;
};

/**
 * The pair as the model wants it, both pictures of `imageSize`. Both get the same crop, flip, factor and place, drawn
 * from `random`, and the input its hints; without `random` nothing is drawn, as for validation, and a crop is the middle.
 *
 * @throws DataError where the pictures are not of the model's size with the preprocess `none`, or, with another one that
 *   crops, not of one size, or with hints no colours of 8 bits
 */
export function transformPair<Kind extends Raster = Pixels>(
  pair: ImagePair<Kind>,
  options: TransformOptions,
  random?: RandomStream,
): TransformedPair<Kind> {
  const { direction = 'AtoB', hints = 0 } = options;
  const transform = transformOf(pair, options, random);
  const [input, target] = direction === 'AtoB' ? [pair.a, pair.b] : [pair.b, pair.a];
  const transformed = { input: transform(input), target: transform(target) };
  if (hints === 0) return transformed;
  const colours = [transformed.input, transformed.target].map(requireColours) as [Pixels, Pixels];
  const isHinted = random !== undefined && random.uniform() < hints;
  const hinted = isHinted ? drawHints(...colours, random) : colours[0];
  return { ...transformed, input: spreadHints(hinted) as Raster as Kind };
}

function requireColours(picture: Raster): Pixels {
  const [channels, depth] = [channelsOf(picture), depthOf(picture)];
  if (channels === CHANNELS && depth === 8) return picture as Pixels;
  throw new DataError(
    `Expected colours of 8 bits with hints, got ${channels} channels of ${depth} bits. Train without hints, or read the pictures as colours.`,
  );
}

type Transform = <Kind extends Raster>(picture: Kind) => Kind;

function transformOf(pair: ImagePair<Raster>, options: TransformOptions, random?: RandomStream): Transform {
  const { preprocess = 'resize_and_crop', imageSize, jitter } = options;
  const model = sidesOf(imageSize);
  if (preprocess === 'resize_and_crop') return random ? drawTransform(options, random) : toSize(model);
  const { width, height } = pair.a;
  if (preprocess === 'none') {
    for (const picture of [pair.a, pair.b])
      if (picture.width !== model.width || picture.height !== model.height) throw otherSize(picture, model);
    return drawCrop(model, options, random);
  }
  if (pair.b.width !== width || pair.b.height !== height)
    throw new DataError(
      `Expected A and B of one size with the preprocess '${preprocess}', got ${textOf(pair.a)} and ${textOf(pair.b)}. Resize one of them.`,
    );
  const wanted = preprocess === 'crop' ? 1 : (jitter ?? model.width) / width;
  const factor = Math.max(wanted, model.width / width, model.height / height);
  // What covers the model's size exactly must not lose a pixel to rounding.
  const sides = {
    width: Math.max(model.width, Math.round(factor * width)),
    height: Math.max(model.height, Math.round(factor * height)),
  };
  return drawCrop(sides, options, random);
}

/** The pair at these sides, of which a part of the model's size is taken: a random one, or the middle. */
function drawCrop(sides: Sides, { flip = false, imageSize }: TransformOptions, random?: RandomStream): Transform {
  const { width, height } = sidesOf(imageSize);
  const free = [sides.width - width, sides.height - height] as const;
  const flipped = random !== undefined && random.uniform() < 0.5 && flip;
  const [left, top] = free.map((room) => (random ? random.integer(room + 1) : Math.floor(room / 2))) as [
    number,
    number,
  ];
  return (pixels) => {
    const cropped = crop(resize(pixels, sides.width, sides.height), left, top, width, height);
    return flipped ? flipLeftRight(cropped) : cropped;
  };
}

const textOf = ({ width, height }: Sides) => `${width}x${height}`;

function otherSize(picture: Sides, model: Sides): DataError {
  return new DataError(
    `Expected pictures of ${textOf(model)} pixels with the preprocess 'none', got ${textOf(picture)}. Resize them, or use another preprocess, such as resize_and_crop.`,
  );
}

function toSize({ width, height }: Sides): Transform {
  return (pixels) => resize(pixels, width, height);
}

/** What is drawn comes in this order, whatever the options are, so that one of them changes nothing of the others. */
function drawTransform(options: TransformOptions, random: RandomStream): Transform {
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

  return (pixels) => {
    const whole = resize(pixels, across(jitter.width), down(jitter.height));
    const isWhole = jitter.width === width && jitter.height === height;
    const cropped = isWhole ? whole : crop(whole, across(left), down(top), small.width, small.height);
    const mirrored = flipped ? flipLeftRight(cropped) : cropped;
    return isSmaller ? extendEdges(mirrored, x, y, width, height) : mirrored;
  };
}
