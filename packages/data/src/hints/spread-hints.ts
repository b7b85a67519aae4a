import { CHANNELS, type Pixels } from '../pixels.ts';
import { flood, isAtEdge, type Lines, neighbours } from './flood.ts';

/** Pixels darker than this and without a colour are lines, in steps of 255. */
const LINE = 128;
/** The difference between a pixel's largest and smallest channel from which on it has a colour; that of lines is smaller. */
const COLOURED = 24;
const COLOURED_AND_DARK = 48;
/** Lighter than this is paper. */
const PAPER = 245;
/** A grey hint is flat: so little is its difference from the pixels around it. Soft edges of lines are steep. */
const FLAT = 6;

/**
 * A line drawing whose hints, dots and strokes of colour, fill the parts that its lines close in, as far as the next hint: what
 * a model gets that was trained with hints, in training and in translation. A network would need far more layers to carry a colour from a dot to
 * the ends of a part and stop at its lines. Hints in parts that are open to the picture's edge stay what they are.
 */
export function spreadHints(picture: Pixels): Pixels {
  const { width, height } = picture;
  const looks = looksOf(picture);
  const lines: Lines = {
    width,
    height,
    isLine: (pixel) => looks.lightness(pixel) < LINE && !looks.isDarkColour(pixel),
  };
  const seen = new Uint8Array(width * height);
  const data = Uint8Array.from(picture.data);
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] || !looks.isHint(start)) continue;
    const part = flood(start, lines, seen);
    if (part.some((pixel) => isAtEdge(pixel, width, height))) continue;
    fillPart(data, picture, part.filter(looks.isHint), lines, looks);
  }
  return { data, width, height };
}

type Looks = {
  lightness(pixel: number): number;
  isDarkColour(pixel: number): boolean;
  isHint(pixel: number): boolean;
  hasColour(pixel: number): boolean;
};

/** What a picture's pixels are: lines, hints, or paper. */
function looksOf({ data, width, height }: Pixels): Looks {
  const channels = (pixel: number) => [0, 1, 2].map((channel) => data[pixel * CHANNELS + channel] as number);
  const lightnesses = new Uint8Array(width * height);
  const chromas = new Uint8Array(width * height);
  for (let pixel = 0; pixel < lightnesses.length; pixel++) {
    const values = channels(pixel);
    lightnesses[pixel] = Math.max(...values);
    chromas[pixel] = Math.max(...values) - Math.min(...values);
  }
  const lightness = (pixel: number) => lightnesses[pixel] as number;
  const chroma = (pixel: number) => chromas[pixel] as number;
  const around = (pixel: number) => neighbours(pixel, width, height);

  /** A dot's soft edge is paler than the dot, and no hint by itself. */
  function isHint(pixel: number): boolean {
    if (chroma(pixel) >= COLOURED) return around(pixel).every((next) => chroma(next) <= chroma(pixel) + FLAT);
    const grey = lightness(pixel);
    return grey >= LINE && grey < PAPER && around(pixel).every((next) => Math.abs(lightness(next) - grey) <= FLAT);
  }

  return {
    lightness,
    isHint,
    hasColour: (pixel) => chroma(pixel) >= COLOURED,
    isDarkColour: (pixel) => chroma(pixel) >= COLOURED_AND_DARK,
  };
}

/** Gives each pixel of a part the colour of the hint that is nearest on a way within it; soft edges of lines stay dark. */
function fillPart(
  data: Uint8Array,
  { data: from }: Pixels,
  hints: readonly number[],
  lines: Lines,
  looks: Looks,
): void {
  const { width, height } = lines;
  const nearest = new Map(hints.map((hint) => [hint, hint]));
  for (const [pixel, hint] of nearest) {
    const shade = looks.hasColour(pixel) || pixel === hint ? 1 : looks.lightness(pixel) / 255;
    for (let channel = 0; channel < CHANNELS; channel++)
      data[pixel * CHANNELS + channel] = Math.round(shade * (from[hint * CHANNELS + channel] as number));
    for (const next of neighbours(pixel, width, height))
      if (!nearest.has(next) && !lines.isLine(next)) nearest.set(next, hint);
  }
}
