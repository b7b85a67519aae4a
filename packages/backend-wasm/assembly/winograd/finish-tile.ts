import { PACKED_ROWS } from '../product/blocks';
import { RESULT_TERMS, Tiling, weightOf } from './tiling';
import { summandOf } from './transform';
import { weightedSum } from './weighted-sum';

/** The most results of a tile along an axis, and the most terms of one. */
const MOST_RESULTS: i32 = 4;
const MOST_TERMS: i32 = 4;
/** Bytes of one result's list, of one axis's lists, and of a row between the two axes. */
const LIST: usize = (<usize>MOST_TERMS) << 3;
const AXIS: usize = <usize>MOST_RESULTS * LIST;
const BETWEEN_ROW: usize = 2048;

/** Where the lists of both axes, their lengths and the results' addresses stand. */
const COUNTS: usize = RESULT_TERMS + 2 * AXIS;
const ADDRESSES: usize = COUNTS + 4 * <usize>MOST_RESULTS;

/** Lists the products that make each result: along y in steps of a row of products, along x as they lie in between. */
export function listResults(p: Tiling, productBytes: usize, scratch: usize): void {
  for (let result = 0; result < p.resultLength; result++) {
    let count = 0;
    for (let product = 0; product < p.axisProducts; product++) {
      const weight = weightOf(p.resultTransform, p.axisProducts, result, product);
      if (weight == 0) continue;
      const down = summandOf(scratch + RESULT_TERMS + <usize>result * LIST, count);
      down.at = <usize>(product * p.axisProducts) * productBytes;
      down.weight = weight;
      const across = summandOf(scratch + RESULT_TERMS + AXIS + <usize>result * LIST, count++);
      across.at = <usize>product * BETWEEN_ROW;
      across.weight = weight;
    }
    store<i32>(scratch + COUNTS + ((<usize>result) << 2), count);
  }
}

/** Says where the tile's result in this row and column goes. */
// @inline
export function setAddress(scratch: usize, y: i32, x: i32, address: usize): void {
  store<usize>(scratch + ADDRESSES + ((<usize>(y * MOST_RESULTS + x)) << 2), address);
}

/** Transforms a tile's products back, along y and then along x, into the addresses that were set. At most BLOCK_COLUMNS. */
export function finishTile(p: Tiling, products: usize, productBytes: usize, bytes: usize, scratch: usize): void {
  const between = scratch + PACKED_ROWS;
  const down = scratch + RESULT_TERMS;
  const across = down + AXIS;
  for (let y = 0; y < p.resultLength; y++) {
    const yTerms = load<i32>(scratch + COUNTS + ((<usize>y) << 2));
    for (let product = 0; product < p.axisProducts; product++)
      weightedSum(
        between + <usize>product * BETWEEN_ROW,
        bytes,
        products + <usize>product * productBytes,
        down + <usize>y * LIST,
        yTerms,
      );
    for (let x = 0; x < p.resultLength; x++)
      weightedSum(
        load<usize>(scratch + ADDRESSES + ((<usize>(y * MOST_RESULTS + x)) << 2)),
        bytes,
        between,
        across + <usize>x * LIST,
        load<i32>(scratch + COUNTS + ((<usize>x) << 2)),
      );
  }
}
