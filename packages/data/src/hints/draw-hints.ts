import type { RandomStream } from '@pix2pix-ts/random';
import { CHANNELS, type Pixels } from '../pixels.ts';
import { visitNeighbours } from './flood.ts';

/** Hints a picture gets: from one to so many. */
const MOST_HINTS = 12;
/** Of these, so many are strokes, the others dots. */
const STROKES = 0.5;
/** The radius of a dot or of a stroke's pen, as a share of the picture's side. */
const RADIUS = { least: 0.02, most: 0.045 };
/** The length of a stroke, as a share of the side. */
const LONGEST = 0.25;
/** A hint ends where the target's colour is this far from the hint's, of 255, in any channel: at the edge of what it is about. */
const FAR = 40;
/** So many places are tried for one that the input and the hints before say nothing of; where there is none, all is told. */
const TRIES = 64;

/**
 * The input with some hints at what the target looks like: dots and short strokes of its colours, at the places where it has
 * them. A hint does not go on into a part of another colour, and the next one is in another part, so that a model learns to make
 * do with one for each.
 *
 * @param input of any size
 * @param target of the same size
 * @param random decides where and how large they are
 * @param most how many there are at most; without it, that is drawn too
 */
export function drawHints(
  input: Pixels,
  target: Pixels,
  random: RandomStream,
  most: number = 1 + random.integer(MOST_HINTS),
): Pixels {
  const { width, height } = input;
  const data = Uint8Array.from(input.data);
  const size = Math.max(width, height);
  const told = shownPixels(input, target);
  for (let hint = 0; hint < most; hint++) {
    const place = untoldPlace(told, random);
    if (place === undefined) break;
    const [x, y] = [place % width, Math.floor(place / width)];
    const radius = Math.max(0.5, size * (RADIUS.least + (RADIUS.most - RADIUS.least) * random.uniform()));
    const length = random.uniform() < STROKES ? size * LONGEST * random.uniform() : 0;
    const angle = 2 * Math.PI * random.uniform();
    for (let along = 0; along <= length; along += radius / 2)
      paintDot(data, target, place, x + along * Math.cos(angle), y + along * Math.sin(angle), radius);
    markPart(told, target, place);
  }
  return { data, width, height };
}

/** 1 where the input shows already what the target looks like. */
function shownPixels(input: Pixels, target: Pixels): Uint8Array {
  return Uint8Array.from({ length: input.width * input.height }, (_, place) =>
    isFar(input.data, place, target.data, place) ? 0 : 1,
  );
}

function untoldPlace(told: Uint8Array, random: RandomStream): number | undefined {
  for (let tried = 0; tried < TRIES; tried++) {
    const place = random.integer(told.length);
    if (!told[place]) return place;
  }
  return undefined;
}

/** A dot of the colour that the target has at a place; around another one. */
function paintDot(data: Uint8Array, target: Pixels, place: number, x: number, y: number, radius: number): void {
  const { width, height } = target;
  const colour = target.data.slice(place * CHANNELS, (place + 1) * CHANNELS);
  for (let row = Math.max(0, Math.ceil(y - radius)); row <= Math.min(height - 1, y + radius); row++)
    for (let column = Math.max(0, Math.ceil(x - radius)); column <= Math.min(width - 1, x + radius); column++) {
      const pixel = row * width + column;
      if ((row - y) ** 2 + (column - x) ** 2 > radius ** 2 || isFar(target.data, pixel, target.data, place)) continue;
      data.set(colour, pixel * CHANNELS);
    }
}

/** Marks the part of the target that is connected with a place and has its colour. */
function markPart(told: Uint8Array, { data, width, height }: Pixels, place: number): void {
  const seen = new Uint8Array(told.length);
  const part = [place];
  seen[place] = 1;
  const visit = (pixel: number) => {
    if (seen[pixel]) return;
    seen[pixel] = 1;
    if (!isFar(data, pixel, data, place)) part.push(pixel);
  };
  for (const pixel of part) {
    told[pixel] = 1;
    visitNeighbours(pixel, width, height, visit);
  }
}

/** Whether one picture's colour at a pixel is unlike another's. */
function isFar(one: Pixels['data'], pixel: number, another: Pixels['data'], otherPixel: number): boolean {
  const [first, second] = [pixel * CHANNELS, otherPixel * CHANNELS];
  for (let channel = 0; channel < CHANNELS; channel++)
    if (Math.abs((one[first + channel] as number) - (another[second + channel] as number)) > FAR) return true;
  return false;
}
