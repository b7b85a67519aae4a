import type { Pixels } from '@pix2pix-ts/data';
import { type Canvas, type Colour, createCanvas, drawImage, fillRectangle } from './canvas.ts';
import { CAPTION_HEIGHT, type Caption, captionInk, captionWidth } from './caption-font.ts';

/** What the network was given, what it made of it, and what it should have made. */
export type Sample = { readonly input: Pixels; readonly output: Pixels; readonly target: Pixels };

const COLUMNS = ['input', 'output', 'target'] as const satisfies readonly Caption[];
/** Images smaller than this are enlarged by an integer factor. */
const SMALLEST_CELL = 128;
/** Rows below one another before a second block of three columns begins. */
const ROWS_A_BLOCK = 4;
const GUTTER = 6;
const BLOCK_GUTTER = 30;
const CAPTION_BAND = 26;
// Neither white nor black, so that the edge of a picture on white paper shows.
const BACKGROUND: Colour = [226, 228, 233];
const INK: Colour = [92, 97, 110];

/**
 * One picture of some samples: a row each, input | output | target, with captions and thin gutters; from the fifth row on
 * a second block of columns is to the right of the first. Small images are enlarged to at least 128 pixels by whole
 * numbers.
 *
 * @throws RangeError where there is no row, or the images differ in size
 */
export function sampleGrid(rows: readonly Sample[]): Pixels {
  const { width, height } = cellSize(rows);
  const scale = Math.max(1, Math.ceil(SMALLEST_CELL / Math.min(width, height)));
  const step = { x: width * scale + GUTTER, y: height * scale + GUTTER };
  const blocks = Math.ceil(rows.length / ROWS_A_BLOCK);
  const blockWidth = COLUMNS.length * step.x - GUTTER;
  const canvas = createCanvas(
    2 * GUTTER + blocks * (blockWidth + BLOCK_GUTTER) - BLOCK_GUTTER,
    CAPTION_BAND + Math.min(rows.length, ROWS_A_BLOCK) * step.y,
    BACKGROUND,
  );
  for (const [index, row] of rows.entries()) {
    const left = GUTTER + Math.floor(index / ROWS_A_BLOCK) * (blockWidth + BLOCK_GUTTER);
    const top = CAPTION_BAND + (index % ROWS_A_BLOCK) * step.y;
    for (const [column, name] of COLUMNS.entries()) {
      const at = left + column * step.x;
      drawImage(canvas, row[name], at, top, scale);
      if (top === CAPTION_BAND) drawCaption(canvas, name, at + width * scale * 0.5);
    }
  }
  return canvas;
}

/** The size that all images of the rows have. */
function cellSize(rows: readonly Sample[]): { width: number; height: number } {
  const [first] = rows;
  if (first === undefined) throw new RangeError('Expected at least one sample for the picture, got none. Add one.');
  const { width, height } = first.input;
  for (const image of rows.flatMap(({ input, output, target }) => [input, output, target])) {
    if (image.width === width && image.height === height) continue;
    throw new RangeError(
      `Expected samples of the same size, got ${width}x${height} and ${image.width}x${image.height}. Resize them first.`,
    );
  }
  return { width, height };
}

/** Writes a word around `middle` in the band above the first row, at twice the size of its letters. */
function drawCaption(canvas: Canvas, word: Caption, middle: number): void {
  const left = Math.round(middle) - captionWidth(word);
  const top = (CAPTION_BAND - 2 * CAPTION_HEIGHT) / 2;
  for (const { x, y } of captionInk(word)) fillRectangle(canvas, left + 2 * x, top + 2 * y, 2, 2, INK);
}
