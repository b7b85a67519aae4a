/** One tile along a row or a column of a picture. */
export type AxisTile = {
  /** Its first pixel; below 0 where the picture is smaller than the tile, and lies in its middle. */
  readonly start: number;
  /** How much each of its pixels counts, in units of 2^-{@link WEIGHT_BITS}; 0 outside the picture. */
  readonly weights: Int32Array;
};

/** Of an int32: 8 bits for the byte that is weighed, one for the sign, and half of the rest for each axis. */
export const WEIGHT_BITS = 11;

/**
 * The tiles that cover a line of `length` pixels: as few as overlap by at least `overlap`, evenly spread, the first and the
 * last of them flush with the picture's edges. Where two overlap, one fades into the other by the raised cosine
 * sin^2(pi/2 (x + 1/2) / overlap), whose slope is 0 at both ends. At each pixel the weights sum to exactly 2^WEIGHT_BITS, so
 * that tiles that agree on a value give this very value.
 *
 * @param length pixels of the line, at least 1
 * @param tile pixels of a tile
 * @param overlap from 0 to half a tile
 */
export function tileAxis(length: number, tile: number, overlap: number): AxisTile[] {
  const starts = tileStarts(length, tile, overlap);
  const windows = starts.map((start, i) =>
    fadingWindow(tile, overlapOf(starts[i - 1], start, tile), overlapOf(start, starts[i + 1], tile)),
  );
  const weights = starts.map(() => new Int32Array(tile));
  for (let x = 0; x < length; x++) shareOut(x, starts, windows, weights);
  return starts.map((start, i) => ({ start, weights: weights[i] as Int32Array }));
}

function tileStarts(length: number, tile: number, overlap: number): number[] {
  const spare = length - tile;
  if (spare <= 0) return [Math.ceil(spare / 2)];
  const steps = Math.ceil(spare / (tile - overlap));
  return Array.from({ length: steps + 1 }, (_, i) => Math.round((i * spare) / steps));
}

/** Pixels that two neighbours have in common; none where one of them is missing. */
function overlapOf(left: number | undefined, right: number | undefined, tile: number): number {
  return left === undefined || right === undefined ? 0 : left + tile - right;
}

function fadingWindow(tile: number, fadeIn: number, fadeOut: number): Float64Array {
  return Float64Array.from({ length: tile }, (_, x) => risen(x, fadeIn) * risen(tile - 1 - x, fadeOut));
}

/** A raised cosine from 0 to 1 over `distance` pixels, at the middle of pixel x. */
function risen(x: number, distance: number): number {
  return x >= distance ? 1 : Math.sin((Math.PI / 2) * ((x + 0.5) / distance)) ** 2;
}

/** Divides one pixel's weight among the tiles that hold it, in proportion to their windows; the largest share takes what rounding leaves. */
function shareOut(x: number, starts: readonly number[], windows: readonly Float64Array[], weights: Int32Array[]): void {
  const parts = starts.flatMap((start, i) => {
    const value = windows[i]?.[x - start];
    return value === undefined ? [] : [{ value, tile: weights[i] as Int32Array, at: x - start }];
  });
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  const largest = parts.reduce((most, part) => (part.value > most.value ? part : most));
  let left = 2 ** WEIGHT_BITS;
  for (const part of parts) {
    if (part === largest) continue;
    const share = Math.round((part.value / total) * 2 ** WEIGHT_BITS);
    part.tile[part.at] = share;
    left -= share;
  }
  largest.tile[largest.at] = left;
}
