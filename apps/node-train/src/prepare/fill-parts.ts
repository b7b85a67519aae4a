import { CHANNELS, flood, isAtEdge, type Pixels, visitNeighbours } from '@pix2pix-ts/data';
import type { RandomStream } from '@pix2pix-ts/random';

/** Pixels darker than `LINE` belong to a line; those lighter than `CLEAR` do not even belong to its soft edge. */
const LINE = 128;
const CLEAR = 250;
/** A part of fewer pixels, of a picture of 128 px, is a gap between lines, and stays white. */
const LEAST_PIXELS = 12;
/** Hue, saturation and value are drawn from these; a small share of parts is grey. White would not show as a hint. */
const SATURATION = { least: 0.25, most: 0.95 };
const VALUE = { least: 0.5, most: 1 };
const GREYS = 0.15;
const LIGHTEST_GREY = 0.85;

/** A drawing that is coloured in. */
export type Filled = {
  readonly coloured: Pixels;
  /** The same without the lines' soft edges, whose colours nobody paints with: what hints are taken from. */
  readonly flat: Pixels;
};

/**
 * A drawing in black on white with each part that its lines close in, in a colour of its own, as a child does it with crayons.
 * What touches the picture's edge stays white.
 */
export function fillParts(lines: Pixels, random: RandomStream): Filled {
  const { width, height } = lines;
  const lightness = (pixel: number) => lines.data[pixel * CHANNELS] as number;
  const isLine = (pixel: number) => lightness(pixel) < LINE;
  const least = (LEAST_PIXELS * width * height) / 128 ** 2;
  const colours: (readonly number[] | undefined)[] = Array(width * height);
  const seen = new Uint8Array(width * height);
  const reached: number[] = [];
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] || isLine(start)) continue;
    const part = flood(start, { width, height, isLine }, seen);
    const isPaper = part.length < least || part.some((pixel) => isAtEdge(pixel, width, height));
    const colour = isPaper ? WHITE : randomColour(random);
    for (const pixel of part) {
      colours[pixel] = colour;
      reached.push(pixel);
    }
  }
  // A line's soft edge has the colour next to it, darkened.
  for (const pixel of reached)
    visitNeighbours(pixel, width, height, (next) => {
      if (colours[next]) return;
      colours[next] = colours[pixel];
      reached.push(next);
    });
  const paint = (valueAt: (pixel: number, channel: number) => number): Pixels => ({
    data: Uint8Array.from(lines.data, (_, i) => valueAt(Math.floor(i / CHANNELS), i % CHANNELS)),
    width,
    height,
  });
  const painted = (pixel: number, channel: number) => ((colours[pixel] ?? WHITE)[channel] as number) / 255;
  return {
    coloured: paint((pixel, channel) => Math.round(painted(pixel, channel) * lightness(pixel))),
    flat: paint((pixel, channel) => (lightness(pixel) < CLEAR ? lightness(pixel) : 255 * painted(pixel, channel))),
  };
}

const WHITE = [255, 255, 255];

function randomColour(random: RandomStream): number[] {
  const between = (least: number, most: number) => least + (most - least) * random.uniform();
  const hue = 6 * random.uniform();
  const isGrey = random.uniform() < GREYS;
  const saturation = isGrey ? 0 : between(SATURATION.least, SATURATION.most);
  const value = between(VALUE.least, isGrey ? LIGHTEST_GREY : VALUE.most);
  // Red, green and blue are the same wave along the hue, two steps of six apart.
  return [5, 3, 1].map((offset) => {
    const place = (offset + hue) % 6;
    return Math.round(255 * value * (1 - saturation * Math.max(0, Math.min(place, 4 - place, 1))));
  });
}
