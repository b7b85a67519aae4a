import { type RandomStream, randomStream } from '@pix2pix-ts/random';
import { CHANNELS, type Pixels } from '../pixels.ts';
import { resize } from '../resize.ts';
import { blurred } from './gaussian-blur.ts';
import { modeFilter } from './mode-filter.ts';

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** A colour as `#rrggbb`. */
export function hexOf(colour: Colour): string {
  return `#${colour.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** The colour that `#rrggbb` is. */
export function colourOf(hex: string): Colour {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return [red, green, blue];
}

/** Of each picture so many pixels a side decide. */
const SAMPLE_SIDE = 32;
/** Means stand still long before. */
const ROUNDS = 30;
/** Of a picture's shorter side: what is smoothed away before colours are told apart, and how far pixels decide together. */
const SOFTENING = 1 / 170;
const SMOOTHING = 1 / 64;

/** The place in the list of the colour that is nearest to that of a pixel, the first of two that are as near. */
export function nearestColour(data: ArrayLike<number>, at: number, colours: readonly Colour[]): number {
  let [nearest, least] = [0, Number.POSITIVE_INFINITY];
  for (const [place, colour] of colours.entries()) {
    const distance = squaredDistance(data, at, colour);
    if (distance < least) [nearest, least] = [place, distance];
  }
  return nearest;
}

/** What a palette needs to see of a picture: a small copy of it. */
export function paletteSample(pixels: Pixels): Pixels {
  return resize(pixels, SAMPLE_SIDE, SAMPLE_SIDE);
}

/**
 * The colours that pictures have most: the means of the clusters that k-means finds in their pixels, from dark to light. Fewer
 * where the pictures have fewer.
 *
 * @param samples of all pictures, by {@link paletteSample}
 * @param count how many, 2 to 64
 * @param seed decides where k-means begins: it is k-means++ (Arthur and Vassilvitskii 2007)
 */
export function choosePalette(samples: readonly Pixels[], count: number, seed: number): Colour[] {
  const data = new Uint8Array(samples.reduce((sum, sample) => sum + sample.data.length, 0));
  let at = 0;
  for (const sample of samples) {
    data.set(sample.data, at);
    at += sample.data.length;
  }
  let colours = firstColours(data, count, randomStream(seed, 'palette'));
  for (let round = 0; round < ROUNDS; round++) {
    const moved = meansOf(data, colours);
    if (moved.join() === colours.join()) break;
    colours = moved;
  }
  const rounded = colours.map(([red, green, blue]): Colour => [Math.round(red), Math.round(green), Math.round(blue)]);
  const luma = ([red, green, blue]: Colour) => 0.299 * red + 0.587 * green + 0.114 * blue;
  return rounded.sort((one, other) => luma(one) - luma(other));
}

/**
 * A picture in the flat colours of a palette, as one would paint it: each pixel has the nearest colour, and then the commonest
 * around it.
 */
export function flatColours(pixels: Pixels, palette: readonly Colour[]): Pixels {
  const { width, height } = pixels;
  const side = Math.min(width, height);
  const { data: soft } = blurred(pixels, side * SOFTENING);
  const classes = Uint8Array.from({ length: width * height }, (_, i) => nearestColour(soft, i * CHANNELS, palette));
  const radius = Math.max(1, Math.round(side * SMOOTHING));
  const smooth = modeFilter({ classes, width, height }, { radius, count: palette.length });
  const data = new Uint8Array(soft.length);
  smooth.forEach((one, i) => {
    data.set(palette[one] as Colour, i * CHANNELS);
  });
  return { data, width, height };
}

/** Each is a pixel's colour, drawn by how far it is from those before it. */
function firstColours(data: Uint8Array, count: number, random: RandomStream): Colour[] {
  const pixels = data.length / CHANNELS;
  const colourAt = (pixel: number) => [...data.subarray(pixel * CHANNELS, (pixel + 1) * CHANNELS)] as unknown as Colour;
  const colours = [colourAt(random.integer(pixels))];
  const away = new Float64Array(pixels).fill(Number.POSITIVE_INFINITY);
  while (colours.length < count) {
    let total = 0;
    for (let pixel = 0; pixel < pixels; pixel++) {
      const distance = squaredDistance(data, pixel * CHANNELS, colours.at(-1) as Colour);
      away[pixel] = Math.min(away[pixel] as number, distance);
      total += away[pixel] as number;
    }
    if (total === 0) break; // there are no more colours
    let left = random.uniform() * total;
    const chosen = away.findIndex((distance) => {
      left -= distance;
      return left < 0;
    });
    colours.push(colourAt(chosen < 0 ? away.findIndex((distance) => distance > 0) : chosen));
  }
  return colours;
}

function meansOf(data: Uint8Array, colours: readonly Colour[]): Colour[] {
  const sums = colours.map(() => [0, 0, 0, 0] as [number, number, number, number]);
  for (let at = 0; at < data.length; at += CHANNELS) {
    const sum = sums[nearestColour(data, at, colours)] as [number, number, number, number];
    for (let channel = 0; channel < CHANNELS; channel++)
      sum[channel] = (sum[channel] as number) + (data[at + channel] as number);
    sum[3]++;
  }
  return sums.map(([red, green, blue, n], i) => (n === 0 ? (colours[i] as Colour) : [red / n, green / n, blue / n]));
}

function squaredDistance(data: ArrayLike<number>, at: number, [red, green, blue]: Colour): number {
  return (
    ((data[at] as number) - red) ** 2 + ((data[at + 1] as number) - green) ** 2 + ((data[at + 2] as number) - blue) ** 2
  );
}
