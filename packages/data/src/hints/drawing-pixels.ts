import { CHANNELS, type Pixels } from '../pixels.ts';
import { everyNeighbour, visitNeighbours } from './flood.ts';

/** Pixels darker than this and without a colour are lines, in steps of 255. */
const LINE = 128;
/** The difference between a pixel's largest and smallest channel from which on it has a colour; that of lines is smaller. */
const COLOURED = 24;
const COLOURED_AND_DARK = 48;
/** Lighter than this is paper. */
const PAPER = 245;
/** What differs by no more is one colour. */
const FLAT = 6;

/** What the pixels of a line drawing are: lines, hints of colour, or paper. */
export type DrawingPixels = {
  /** Dark, and without a colour. */
  isLine(pixel: number): boolean;
  /** Within a dot or stroke of a colour or of grey; on its soft edge, no. */
  isHint(pixel: number): boolean;
  /** White, or nearly so. */
  isPaper(pixel: number): boolean;
  /** The pixel's largest channel, 0 to 255. */
  lightness(pixel: number): number;
  /** How much of a hint's colour a pixel gets, 0 to 1: less on the soft edges of lines. */
  shade(pixel: number, hint: number): number;
};

/** Around a grey hint is no darker pixel, as around the soft edge of a line, and none of paper, as around a thin line. */
function isGreyAround(next: number, grey: number): boolean {
  return next >= grey - FLAT && next <= (grey + 255) / 2;
}

/** Whether a colour is no more than white paper. */
export function isPaper(colour: readonly number[]): boolean {
  const lightest = Math.max(...colour);
  return isPale(lightest, lightest - Math.min(...colour));
}

function isPale(lightness: number, chroma: number): boolean {
  return lightness >= PAPER && chroma < COLOURED;
}

/** Tells what each pixel of a drawing in black on white, with or without hints, is. */
export function drawingPixels({ data, width, height }: Pixels): DrawingPixels {
  const lightest = new Uint8Array(width * height);
  const chroma = new Uint8Array(width * height);
  for (let pixel = 0; pixel < lightest.length; pixel++) {
    const at = pixel * CHANNELS;
    const [red, green, blue] = [data[at] as number, data[at + 1] as number, data[at + 2] as number];
    lightest[pixel] = Math.max(red, green, blue);
    chroma[pixel] = (lightest[pixel] as number) - Math.min(red, green, blue);
  }
  const lightness = (pixel: number) => lightest[pixel] as number;
  const chromaOf = (pixel: number) => chroma[pixel] as number;
  const isAlike = (one: number, another: number) => Math.abs(lightness(one) - lightness(another)) <= FLAT;

  /** A dot's soft edge is paler than the dot, and no hint by itself. */
  function isHint(pixel: number): boolean {
    const [own, grey] = [chromaOf(pixel), lightness(pixel)];
    const isColoured = own >= COLOURED;
    if (!isColoured && (grey < LINE || grey >= PAPER)) return false;
    return everyNeighbour(pixel, width, height, (next) =>
      isColoured ? chromaOf(next) <= own + FLAT : isGreyAround(lightness(next), grey),
    );
  }

  const isLine = (pixel: number) => lightness(pixel) < LINE && chromaOf(pixel) < COLOURED_AND_DARK;

  /** The soft edge of a grey dot, and not of a line. */
  function isEdgeOfHint(pixel: number): boolean {
    let [hints, lines] = [0, 0];
    visitNeighbours(pixel, width, height, (next) => {
      if (isLine(next)) lines++;
      else if (isHint(next)) hints++;
    });
    return hints > 0 && lines === 0;
  }

  return {
    isLine,
    isHint,
    isPaper: (pixel) => isPale(lightness(pixel), chromaOf(pixel)),
    lightness,
    shade: (pixel, hint) =>
      chromaOf(pixel) >= COLOURED || isAlike(pixel, hint) || isEdgeOfHint(pixel) ? 1 : lightness(pixel) / 255,
  };
}
