import { CHANNELS, closedParts, drawingPixels, everyNeighbour, isPaper, type Pixels, resize } from '@pix2pix-ts/data';
import { type Box, isIn, separateDrawings } from './separate-drawings.ts';
import { withThickLines } from './thick-lines.ts';

/** A model, for a picture of its own size. */
type Run = (picture: Pixels) => Promise<Pixels>;

const WHITE = [255, 255, 255];
/** White left around a drawing where it is looked at alone, as a share of its longer side: as its training data have it. */
const MARGIN = 0.06;
/** A part of fewer pixels, of a picture of 128 px, is left to the model. */
const LEAST_PIXELS = 9;

/**
 * What a model that takes hints makes of a sheet. It is asked for each drawing alone, as large as a picture is, wherever and
 * however small it stands on the sheet, and then for the sheet, where each closed part that has no hint is filled with the
 * colour that it mostly got the first time, when lines are as thick as those of small drawings become. So a part has one colour,
 * and the same one everywhere. A part with hints has their colour on the whole, and the model only shades it.
 *
 * @param drawing of the model's size, its hints spread
 */
export async function withOwnColours(drawing: Pixels, run: Run): Promise<Pixels> {
  const { width, height } = drawing;
  const pixels = drawingPixels(drawing);
  const least = (LEAST_PIXELS * width * height) / 128 ** 2;
  const parts = closedParts({ width, height, isLine: pixels.isLine }).filter((part) => part.length >= least);
  const isHinted = (part: Part) => part.some((pixel) => pixels.isHint(pixel));
  const [hinted, unhinted] = [parts.filter(isHinted), parts.filter((part) => !isHinted(part))];
  const filled = Uint8Array.from(drawing.data);
  const white: number[] = [];
  for (const box of separateDrawings(drawing, pixels.isPaper)) {
    const own = unhinted.filter(([first = 0]) => isIn(box, first % width, Math.floor(first / width)));
    if (own.length === 0) continue;
    const frame = frameAround(box);
    const alone = withThickLines(resize(cut(drawing, box, frame), width, height));
    const isFree = drawingPixels(alone).isPaper;
    const guess = await run(alone);
    for (const part of own) {
      const places = part.map((pixel) => placeIn(frame, guess, pixel % width, Math.floor(pixel / width)));
      const free = places.filter(isFree);
      if (free.length === 0) continue; // thick lines have closed over it
      const colour = commonColour(free, guess);
      if (isPaper(colour)) white.push(...part);
      else paint(filled, part, colour, pixels.lightness);
    }
  }
  const output = await run({ data: filled, width, height });
  const data = Uint8Array.from(output.data);
  paint(data, white, WHITE, pixels.lightness); // as a fill, white says nothing
  for (const part of hinted) keepColour(data, part, drawing);
  return { data, width, height };
}

/** Gives a part the mean colour of its hints, which someone chose; what the model has shaded in it stays. */
function keepColour(data: Uint8Array, part: Part, hinted: Pixels): void {
  const inside = insideOf(part, hinted);
  for (let channel = 0; channel < CHANNELS; channel++) {
    const difference = (pixel: number) =>
      (hinted.data[pixel * CHANNELS + channel] as number) - (data[pixel * CHANNELS + channel] as number);
    const shift = Math.round(inside.reduce((sum, pixel) => sum + difference(pixel), 0) / inside.length);
    for (const pixel of part) {
      const at = pixel * CHANNELS + channel;
      data[at] = Math.max(0, Math.min(255, (data[at] as number) + shift));
    }
  }
}

/** The pixels of a part that are not next to a line, whose soft edge is no colour of the part; all of them where it is that thin. */
function insideOf(part: Part, { width, height }: Pixels): Part {
  const own = new Set(part);
  const inside = part.filter((pixel) => everyNeighbour(pixel, width, height, (next) => own.has(next)));
  return inside.length > 0 ? inside : part;
}

/** The colour on these pixels, darker where the drawing is: at the soft edges of lines. */
function paint(data: Uint8Array, part: Part, colour: readonly number[], lightness: (pixel: number) => number) {
  for (const pixel of part)
    for (let channel = 0; channel < CHANNELS; channel++)
      data[pixel * CHANNELS + channel] = Math.round(((colour[channel] as number) * lightness(pixel)) / 255);
}

/** The pixels of what lines close in. */
type Part = readonly number[];

type Frame = { readonly left: number; readonly top: number; readonly side: number };

/** The square around a drawing, with a margin. */
function frameAround({ left, top, right, bottom }: Box): Frame {
  const side = Math.max(1, Math.round((1 + 2 * MARGIN) * Math.max(right - left + 1, bottom - top + 1)));
  return { left: Math.round((left + right + 1 - side) / 2), top: Math.round((top + bottom + 1 - side) / 2), side };
}

/** A drawing in its frame, and white around it. */
function cut({ data: from, width, height }: Pixels, box: Box, { left, top, side }: Frame): Pixels {
  const data = new Uint8Array(side * side * CHANNELS).fill(255);
  // A pixel more, where the lines' soft edges are too pale to be seen.
  const [first, last] = [Math.max(0, box.left - 1), Math.min(width - 1, box.right + 1)];
  for (let row = Math.max(0, box.top - 1); row <= Math.min(height - 1, box.bottom + 1); row++)
    for (let column = first; column <= last; column++) {
      const [x, y] = [column - left, row - top];
      if (x < 0 || y < 0 || x >= side || y >= side) continue;
      const at = (row * width + column) * CHANNELS;
      data.set(from.subarray(at, at + CHANNELS), (y * side + x) * CHANNELS);
    }
  return { data, width: side, height: side };
}

/** Where a pixel of the sheet is in the picture of its frame. */
function placeIn({ left, top, side }: Frame, { width, height }: Pixels, x: number, y: number): number {
  const column = Math.floor(((x + 0.5 - left) * width) / side);
  const row = Math.floor(((y + 0.5 - top) * height) / side);
  return row * width + column;
}

/** The median of each channel. */
function commonColour(places: readonly number[], { data }: Pixels): number[] {
  return [0, 1, 2].map((channel) => {
    const values = places.map((place) => data[place * CHANNELS + channel] as number).sort((a, b) => a - b);
    return values[Math.floor(values.length / 2)] as number;
  });
}
