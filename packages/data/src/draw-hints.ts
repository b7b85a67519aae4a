import type { RandomStream } from '@pix2pix-ts/random';
import { CHANNELS, type Pixels } from './pixels.ts';

/** Hints a picture gets: from one to so many. */
const MOST_HINTS = 12;
/** Of these, so many are strokes, the others dots. */
const STROKES = 0.5;
/** The radius of a dot or of a stroke's pen, as a share of the picture's side. */
const RADIUS = { least: 0.01, most: 0.04 };
/** The length of a stroke, as a share of the side. */
const LONGEST = 0.25;
/** A hint ends where the target's colour is this far from the hint's, of 255, in any channel: at the edge of what it is about. */
const FAR = 40;
/** So many places are tried for one where the input differs from the target: a hint at what it shows already says nothing. */
const TRIES = 8;

/**
 * The input with some hints at what the target looks like: dots and short strokes of its colours, at the places where it has
 * them. A hint does not go on into a part of another colour.
 *
 * @param input of any size
 * @param target of the same size
 * @param random decides how many there are, where, and how large
 */
export function drawHints(input: Pixels, target: Pixels, random: RandomStream): Pixels {
  const { width, height } = input;
  const data = Uint8Array.from(input.data);
  const size = Math.max(width, height);
  const count = 1 + random.integer(MOST_HINTS);
  for (let hint = 0; hint < count; hint++) {
    const [x, y] = placeOf(input, target, random);
    const radius = Math.max(0.5, size * (RADIUS.least + (RADIUS.most - RADIUS.least) * random.uniform()));
    const length = random.uniform() < STROKES ? size * LONGEST * random.uniform() : 0;
    const angle = 2 * Math.PI * random.uniform();
    const colour = colourAt(target, x, y);
    for (let along = 0; along <= length; along += radius / 2)
      paintDot(data, target, colour, x + along * Math.cos(angle), y + along * Math.sin(angle), radius);
  }
  return { data, width, height };
}

function placeOf(input: Pixels, target: Pixels, random: RandomStream): readonly [x: number, y: number] {
  const { width, height } = input;
  let [x, y] = [0, 0];
  for (let tried = 0; tried < TRIES; tried++) {
    [x, y] = [random.integer(width), random.integer(height)];
    if (isFar(colourAt(input, x, y), colourAt(target, x, y))) break;
  }
  return [x, y];
}

type Colour = readonly [red: number, green: number, blue: number];

function colourAt({ data, width }: Pixels, x: number, y: number): Colour {
  const place = (y * width + x) * CHANNELS;
  return [data[place] as number, data[place + 1] as number, data[place + 2] as number];
}

function paintDot(data: Uint8Array, target: Pixels, colour: Colour, x: number, y: number, radius: number): void {
  const { width, height } = target;
  for (let row = Math.max(0, Math.ceil(y - radius)); row <= Math.min(height - 1, y + radius); row++)
    for (let column = Math.max(0, Math.ceil(x - radius)); column <= Math.min(width - 1, x + radius); column++) {
      if ((row - y) ** 2 + (column - x) ** 2 > radius ** 2 || isFar(colourAt(target, column, row), colour)) continue;
      data.set(colour, (row * width + column) * CHANNELS);
    }
}

function isFar(one: Colour, another: Colour): boolean {
  return one.some((value, channel) => Math.abs(value - (another[channel] as number)) > FAR);
}
