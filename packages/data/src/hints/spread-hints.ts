import { CHANNELS, type Pixels } from '../pixels.ts';
import { flood, isAtEdge, type Lines, stepsFromLines, visitNeighbours } from './flood.ts';

/** Pixels darker than this and without a colour are lines, in steps of 255. */
const LINE = 128;
/** The difference between a pixel's largest and smallest channel from which on it has a colour; that of lines is smaller. */
const COLOURED = 24;
const COLOURED_AND_DARK = 48;
/** Lighter than this is paper. */
const PAPER = 245;
/** A grey hint is flat: so little is its difference from the pixels around it. Soft edges of lines are steep. */
const FLAT = 6;
/** Lines whose ends are less than about twice this apart count as closed, as a share of the picture's side. */
const GAP = 1 / 64;

/**
 * A line drawing whose hints, dots and strokes of colour, fill the parts that its lines close in, as far as the next hint: what
 * a model that was trained with hints is given, in training and in translation. A network would need many more layers to carry
 * a colour from a dot to the ends of its part and to stop at the lines. Small gaps in lines count as closed; hints in parts
 * that are open to the picture's edge stay as they are.
 */
export function spreadHints(picture: Pixels): Pixels {
  const { width, height } = picture;
  const looks = looksOf(picture);
  const hints: number[] = [];
  for (let pixel = 0; pixel < width * height; pixel++) if (looks.isHint(pixel)) hints.push(pixel);
  if (hints.length === 0) return picture;
  const data = Uint8Array.from(picture.data);
  const filled = new Uint8Array(width * height);
  const lines: Lines = { width, height, isLine: looks.isLine };
  const steps = stepsFromLines(lines);
  const widest = Math.round(Math.max(width, height) * GAP);
  // A gap is closed by lines that are thicker by half of it. Where they close nothing in, thicker ones are tried.
  for (let thicker = 0; thicker <= widest; thicker++) {
    const thickened = { ...lines, isLine: (pixel: number) => isWithin(steps[pixel] as number, thicker) };
    const seen = new Uint8Array(width * height);
    for (const hint of hints) {
      if (filled[hint] || seen[hint] || thickened.isLine(hint)) continue;
      const core = flood(hint, thickened, seen);
      if (core.some((pixel) => isAtEdge(pixel, width, height))) continue;
      const part = grown(core, 2 * thicker, lines); // twice, to get into corners again
      for (const pixel of part) filled[pixel] = 1;
      fillPart(data, picture, part, looks);
    }
  }
  return { data, width, height };
}

type Looks = {
  isLine(pixel: number): boolean;
  isHint(pixel: number): boolean;
  /** How much of a hint's colour a pixel gets, 0 to 1: less on the soft edges of lines. */
  shade(pixel: number, hint: number): number;
};

/** What a picture's pixels are: lines, hints, or paper. */
function looksOf({ data, width, height }: Pixels): Looks {
  const lightest = new Uint8Array(width * height);
  const chroma = new Uint8Array(width * height);
  for (let pixel = 0; pixel < lightest.length; pixel++) {
    const at = pixel * CHANNELS;
    const [red, green, blue] = [data[at] as number, data[at + 1] as number, data[at + 2] as number];
    lightest[pixel] = Math.max(red, green, blue);
    chroma[pixel] = (lightest[pixel] as number) - Math.min(red, green, blue);
  }
  const lightnessOf = (pixel: number) => lightest[pixel] as number;
  const chromaOf = (pixel: number) => chroma[pixel] as number;
  const isAlike = (one: number, another: number) => Math.abs(lightnessOf(one) - lightnessOf(another)) <= FLAT;

  /** A dot's soft edge is paler than the dot, and no hint by itself. */
  function isHint(pixel: number): boolean {
    const [own, grey] = [chromaOf(pixel), lightnessOf(pixel)];
    const isColoured = own >= COLOURED;
    if (!isColoured && (grey < LINE || grey >= PAPER)) return false;
    let isOne = true;
    visitNeighbours(pixel, width, height, (next) => {
      isOne &&= isColoured ? chromaOf(next) <= own + FLAT : isAlike(next, pixel);
    });
    return isOne;
  }

  return {
    isLine: (pixel) => lightnessOf(pixel) < LINE && chromaOf(pixel) < COLOURED_AND_DARK,
    isHint,
    shade: (pixel, hint) => (chromaOf(pixel) >= COLOURED || isAlike(pixel, hint) ? 1 : lightnessOf(pixel) / 255),
  };
}

/** Without lines a picture's steps are -1. */
function isWithin(steps: number, thicker: number): boolean {
  return steps >= 0 && steps <= thicker;
}

/** A part and what is within so many steps of it, without crossing a line. */
function grown(core: readonly number[], steps: number, { width, height, isLine }: Lines): readonly number[] {
  if (steps === 0) return core;
  const part = new Set(core);
  let rim = core;
  for (let step = 0; step < steps; step++) {
    const next: number[] = [];
    for (const pixel of rim)
      visitNeighbours(pixel, width, height, (at) => {
        if (part.has(at) || isLine(at)) return;
        part.add(at);
        next.push(at);
      });
    rim = next;
  }
  return [...part];
}

/** Gives each pixel of a part the colour of the hint that is nearest on a way within it. */
function fillPart(
  data: Uint8Array,
  { data: from, width, height }: Pixels,
  part: readonly number[],
  looks: Looks,
): void {
  const unreached = new Uint8Array(width * height);
  for (const pixel of part) unreached[pixel] = 1;
  const reached = part.filter(looks.isHint);
  const hintOf = new Int32Array(width * height);
  for (const hint of reached) {
    unreached[hint] = 0;
    hintOf[hint] = hint;
  }
  for (const pixel of reached) {
    const hint = hintOf[pixel] as number;
    const shade = looks.shade(pixel, hint);
    for (let channel = 0; channel < CHANNELS; channel++)
      data[pixel * CHANNELS + channel] = Math.round(shade * (from[hint * CHANNELS + channel] as number));
    visitNeighbours(pixel, width, height, (next) => {
      if (!unreached[next]) return;
      unreached[next] = 0;
      hintOf[next] = hint;
      reached.push(next);
    });
  }
}
