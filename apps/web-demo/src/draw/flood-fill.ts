import type { Area } from './area.ts';

/** How far the channels of a pixel may be from the first one's to be filled with it: the soft edge of a line is not. */
const TOLERANCE = 48;

/**
 * Fills the pixels that are connected to (x, y) and have about its colour, and one more all around, so that no light
 * seam stays at a line's soft edge.
 *
 * @param pixels red, green, blue and alpha, row by row; changed in place
 * @param colour the same four, as one number of the machine's byte order
 * @returns where something was filled
 */
export function floodFill(
  pixels: Uint8ClampedArray,
  width: number,
  height: number,
  [x, y]: readonly [number, number],
  colour: number,
): Area {
  const colours = new Uint32Array(pixels.buffer, pixels.byteOffset, width * height);
  const open = alikePixels(pixels, colours, y * width + x);
  const rowOf = (row: number) => open.subarray(row * width, (row + 1) * width);
  let [left, top, right, bottom] = [x, y, x, y];
  const waiting: [number, number][] = [[x, y]];
  // A run of a row at a time, by the array's own loops: the page must not freeze for 50 ms.
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    const [column, row] = place;
    const line = rowOf(row);
    if (line[column] === 0) continue;
    const begin = line.lastIndexOf(0, column) + 1;
    const wall = line.indexOf(0, column);
    const end = wall < 0 ? width : wall;
    line.fill(0, begin, end);
    colours.fill(colour, row * width + Math.max(0, begin - 1), row * width + Math.min(width, end + 1));
    for (const beside of [row - 1, row + 1]) {
      if (beside < 0 || beside >= height) continue;
      colours.fill(colour, beside * width + begin, beside * width + end);
      for (const first of firstsOfRuns(rowOf(beside), begin, end)) waiting.push([first, beside]);
    }
    [left, right] = [Math.min(left, begin - 1), Math.max(right, end)];
    [top, bottom] = [Math.min(top, row - 1), Math.max(bottom, row + 1)];
  }
  const inside = { left: Math.max(0, left), top: Math.max(0, top) };
  return { ...inside, right: Math.min(width, right + 1), bottom: Math.min(height, bottom + 1) };
}

/** 1 where a pixel has about the colour of the one at `start`, 0 elsewhere. */
function alikePixels(pixels: Uint8ClampedArray, colours: Uint32Array, start: number): Uint8Array {
  const first = colours[start];
  const alike = new Uint8Array(colours.length);
  // Whole pixels first: nearly all that are filled have exactly the first one's colour.
  for (let at = 0; at < alike.length; at++) if (colours[at] === first || isNear(pixels, at, start)) alike[at] = 1;
  return alike;
}

function isNear(pixels: Uint8ClampedArray, at: number, start: number): boolean {
  for (let channel = 0; channel < 3; channel++) {
    const difference = (pixels[at * 4 + channel] as number) - (pixels[start * 4 + channel] as number);
    if (Math.abs(difference) > TOLERANCE) return false;
  }
  return true;
}

/** Where the runs of open pixels of a row begin, between `begin` and `end`: the others of a run follow from its first. */
function* firstsOfRuns(line: Uint8Array, begin: number, end: number): Generator<number> {
  for (let at = line.indexOf(1, begin); at >= 0 && at < end; at = line.indexOf(1, at)) {
    yield at;
    at = line.indexOf(0, at);
    if (at < 0) return;
  }
}
