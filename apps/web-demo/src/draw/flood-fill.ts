/** How far the channels of a pixel may lie from the first one's to be filled with it: the soft edge of a line is not. */
const TOLERANCE = 48;

/**
 * The pixels that hang together with (x, y) and have about its colour, grown by one so that no light seam stays at a
 * line's soft edge.
 *
 * @param pixels red, green, blue and alpha, row by row
 * @returns 1 where to fill, 0 elsewhere
 */
export function floodMask(pixels: Uint8ClampedArray, width: number, height: number, x: number, y: number): Uint8Array {
  const seen = new Uint8Array(width * height);
  const grown = new Uint8Array(width * height);
  // Whole pixels: nearly all that are filled are the first one's very colour, and nothing else is asked of them.
  const colours = new Uint32Array(pixels.buffer, pixels.byteOffset, width * height);
  const start = y * width + x;
  const first = colours[start] as number;
  const alike = (at: number) => seen[at] === 0 && (colours[at] === first || isNear(pixels, at, start));
  const waiting = [start];
  // A row at a time; a mask of 1024 x 1024 must take much less than the 50 ms that a page may be busy.
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (!alike(at)) continue;
    const row = at - (at % width);
    let left = at;
    while (left > row && alike(left - 1)) left--;
    let right = at;
    while (right < row + width - 1 && alike(right + 1)) right++;
    seen.fill(1, left, right + 1);
    grown.fill(1, Math.max(row, left - 1), Math.min(row + width, right + 2));
    for (const beside of [left - width, left + width]) {
      if (beside < 0 || beside >= seen.length) continue;
      grown.fill(1, beside, beside + right - left + 1);
      // The first of each run is enough: the others follow from it.
      let before = false;
      for (let i = beside; i <= beside + right - left; i++) {
        const now = alike(i);
        if (now && !before) waiting.push(i);
        before = now;
      }
    }
  }
  return grown;
}

function isNear(pixels: Uint8ClampedArray, at: number, start: number): boolean {
  for (let channel = 0; channel < 3; channel++) {
    const difference = (pixels[at * 4 + channel] as number) - (pixels[start * 4 + channel] as number);
    if (Math.abs(difference) > TOLERANCE) return false;
  }
  return true;
}
