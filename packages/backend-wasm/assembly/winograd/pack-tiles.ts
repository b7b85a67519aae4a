import { PACKED_ROWS, POSITIONS, TILE_ROWS, ZEROS } from '../product/blocks';
import { interleave4 } from '../product/pack';
import { Position } from '../product/product';
import { INNER_SUMMANDS, SUMMANDS, SUMS, TERMS, Tiling } from './tiling';
import { listTerms, summandOf, termOf } from './transform';
import { weightedSum } from './weighted-sum';

/** The terms from k on of the located tiles, four tiles side by side. */
export function packTiles(p: Tiling, summands: i32, rows: i32, k: i32, terms: i32, scratch: usize): void {
  const table = scratch + POSITIONS;
  const sums = scratch + SUMS;
  const last = rows - 1;
  const end = k + terms;
  let to = scratch + PACKED_ROWS;
  for (let r = 0; r < rows; r += TILE_ROWS) {
    let at = k;
    while (at < end) {
      const tap = at / p.channels;
      const c = at - tap * p.channels;
      const tapY = tap / p.tapColumns;
      const y = tapY * p.tapStepY;
      const x = (tap - tapY * p.tapColumns) * p.tapStepX;
      const count = min(p.channels - c, end - at);
      to = interleave4(
        to,
        count,
        tileRow(p, summands, table + ((<usize>r) << 4), y, x, c, count, sums, scratch),
        tileRow(p, summands, table + ((<usize>min(r + 1, last)) << 4), y, x, c, count, sums + 1024, scratch),
        tileRow(p, summands, table + ((<usize>min(r + 2, last)) << 4), y, x, c, count, sums + 2048, scratch),
        tileRow(p, summands, table + ((<usize>min(r + 3, last)) << 4), y, x, c, count, sums + 3072, scratch),
      );
      at += count;
    }
  }
}

/** The transformed channels from `c` on of what a tile sees of a group: where they lie, or `to`, where they are summed up. */
function tileRow(p: Tiling, count: i32, at: usize, groupY: i32, groupX: i32, c: i32, channels: i32, to: usize, scratch: usize): usize {
  const position = changetype<Position>(at);
  const y = position.y + groupY;
  const x = position.x + groupX;
  let summands = scratch + INNER_SUMMANDS;
  let from: usize = 0;
  if (y >= 0 && y + (p.imageLength - 1) * p.stepY < p.height && x >= 0 && x + (p.imageLength - 1) * p.stepX < p.width)
    from = pixelAt(p, position.image, y, x, c);
  else {
    summands = scratch + SUMMANDS;
    listSeen(p, count, position.image, y, x, c, summands, scratch);
  }
  const first = summandOf(summands, 0);
  if (count == 1 && first.weight == 1) return from + first.at;
  weightedSum(to, (<usize>channels) << 2, from, summands, count);
  return to;
}

/** Lists as summands what the image's terms see from the pixel (y, x) on: zeros outside the image. */
export function listSeen(p: Tiling, count: i32, image: usize, y: i32, x: i32, c: i32, summands: usize, scratch: usize): void {
  for (let i = 0; i < count; i++) {
    const term = termOf(scratch + TERMS, i);
    const termY = y + term.y * p.stepY;
    const termX = x + term.x * p.stepX;
    const inside = <u32>termY < <u32>p.height && <u32>termX < <u32>p.width;
    const summand = summandOf(summands, i);
    summand.at = inside ? pixelAt(p, image, termY, termX, c) : scratch + ZEROS;
    summand.weight = term.weight;
  }
}

// @inline
function pixelAt(p: Tiling, image: usize, y: i32, x: i32, c: i32): usize {
  return image + ((<usize>((y * p.width + x) * p.channels + c)) << 2);
}

/** Lists the image's terms, and as summands relative to a tile's first pixel, for tiles inside the image. Returns how many. */
export function listImage(p: Tiling, i: i32, j: i32, scratch: usize): i32 {
  const count = listTerms(p.imageTransform, p.imageLength, i, j, scratch + TERMS);
  for (let t = 0; t < count; t++) {
    const term = termOf(scratch + TERMS, t);
    const summand = summandOf(scratch + INNER_SUMMANDS, t);
    summand.at = pixelAt(p, 0, term.y * p.stepY, term.x * p.stepX, 0);
    summand.weight = term.weight;
  }
  return count;
}
