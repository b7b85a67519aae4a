import { flood, type Pixels } from '@pix2pix-ts/data';

/** The rectangle around what is drawn, its last column and row included. */
export type Box = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

/** What is no farther apart, as a share of the sheet's longer side, belongs to one drawing: a face and its eyes, a sun and its rays. */
const APART = 0.08;
/** With more, as of a pattern or a photograph, all is one drawing. */
const MOST = 6;
/** Of so many strokes nobody could say which belong together. */
const MOST_STROKES = 500;

/** The drawings that stand on a sheet next to each other; none on an empty sheet. */
export function separateDrawings({ width, height }: Pixels, isPaper: (pixel: number) => boolean): Box[] {
  const strokes: Box[] = [];
  const seen = new Uint8Array(width * height);
  for (let start = 0; start < seen.length; start++)
    if (!seen[start] && !isPaper(start))
      strokes.push(boxOf(flood(start, { width, height, isLine: isPaper }, seen), width));
  const [first] = strokes;
  if (first === undefined) return [];
  const drawings = strokes.length > MOST_STROKES ? [] : together(strokes, APART * Math.max(width, height));
  return drawings.length > 0 && drawings.length <= MOST ? drawings : [strokes.reduce(around, first)];
}

/** Whether a pixel of the sheet is in the rectangle. */
export function isIn({ left, top, right, bottom }: Box, x: number, y: number): boolean {
  return x >= left && x <= right && y >= top && y <= bottom;
}

/** The rectangles around those that are no farther apart. */
function together(boxes: readonly Box[], apart: number): Box[] {
  const found: Box[] = [];
  for (const box of boxes) {
    let all = box;
    // What has grown may have come near to another one.
    for (;;) {
      const near = found.findIndex((each) => distance(each, all) <= apart);
      if (near < 0) break;
      all = around(all, found[near] as Box);
      found.splice(near, 1);
    }
    found.push(all);
  }
  return found;
}

/** Pixels between two rectangles, along a row or a column. */
function distance(one: Box, another: Box): number {
  const between = (a: number, b: number, c: number, d: number) => Math.max(0, a - d, c - b);
  return Math.max(
    between(one.left, one.right, another.left, another.right),
    between(one.top, one.bottom, another.top, another.bottom),
  );
}

function around(one: Box, another: Box): Box {
  return {
    left: Math.min(one.left, another.left),
    top: Math.min(one.top, another.top),
    right: Math.max(one.right, another.right),
    bottom: Math.max(one.bottom, another.bottom),
  };
}

function boxOf(pixels: readonly number[], width: number): Box {
  const at = (pixel: number): Box => {
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    return { left: x, top: y, right: x, bottom: y };
  };
  return pixels.reduce((box, pixel) => around(box, at(pixel)), at(pixels[0] as number));
}
