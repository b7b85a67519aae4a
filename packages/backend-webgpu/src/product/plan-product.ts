import { productKinds } from '../wgsl/product-kinds.ts';
import type { Width } from '../wgsl/product-parts.ts';
import { THIN_COLUMNS, type Thin } from '../wgsl/product-thin.ts';
import { isSwapped, type Tile } from '../wgsl/product-tiled.ts';
import type { Product } from './product.ts';

/** How a product is cut into workgroups. */
export type Plan = {
  form: { tile: Tile } | { thin: Thin };
  /** Of the values of C that are written at once. */
  widthOfC: Width;
  /** Blocks of C. */
  rowTiles: number;
  columnTiles: number;
  /** The sums are cut into so many, of so many terms each. */
  splits: number;
  termsPerSplit: number;
  /** Of all products and splits. */
  groups: number;
  /** At most so many in one dispatch. */
  groupsAtOnce: number;
};

/** Few kinds, because each one is a shader to compile; the first that fits best is taken. */
export const TILES: readonly Tile[] = [
  { rows: 64, columns: 64, depth: 16, threadRows: 4, threadColumns: 4 },
  { rows: 32, columns: 64, depth: 16, threadRows: 4, threadColumns: 4 },
  { rows: 64, columns: 32, depth: 16, threadRows: 4, threadColumns: 4 },
  { rows: 128, columns: 16, depth: 16, threadRows: 8, threadColumns: 4 },
  { rows: 16, columns: 64, depth: 32, threadRows: 4, threadColumns: 4 },
  { rows: 16, columns: 16, depth: 32, threadRows: 4, threadColumns: 4 },
];

/** For large products: twice as many sums a thread, so that fewer values are read for each. */
export const LARGE_TILE: Tile = { rows: 128, columns: 64, depth: 16, threadRows: 8, threadColumns: 4 };

/** For sums of a few terms, such as the filter gradients of images of one pixel: no round of 16 that is mostly zeros. */
export const SHALLOW_TILE: Tile = { rows: 64, columns: 64, depth: 4, threadRows: 4, threadColumns: 4 };

/** Workgroups that keep a large GPU busy, two for each of an H100's multiprocessors; a small one has them one after the other. */
const ENOUGH_GROUPS = 256;
/** A split's terms: fewer take less time than the dispatch that sums the parts. */
const LEAST_TERMS_OF_SPLIT = 256;
/** The longest short side of a thin product; beyond it, tiles of 16 waste less. */
const LONGEST_SHORT_SIDE = 8;
/** Sums of fewer terms leave most threads of a thin product idle. */
const LEAST_TERMS_OF_THIN = 32;
const SHALLOW = 8;
/**
 * Multiplications and additions of one dispatch: 80 ms where a slow GPU does 50 billion a second. Systems and browsers reset
 * a GPU that one dispatch keeps busy for seconds.
 */
export const MOST_OPERATIONS = 4e9;

/** @param mostOperations of one dispatch */
export function planProduct(product: Product, mostOperations = MOST_OPERATIONS): Plan {
  const { m, n, k, count, kind } = product;
  const thin = thinForm(product);
  const tile = thin ? undefined : pickTile(product);
  const [rows, columns] = isSwapped(productKinds[kind]) ? [n, m] : [m, n];
  const rowTiles = thin ? Math.ceil(Math.min(m, n) / thin.few) : Math.ceil(rows / (tile as Tile).rows);
  const columnTiles = thin ? Math.ceil(Math.max(m, n) / THIN_COLUMNS) : Math.ceil(columns / (tile as Tile).columns);
  const blocks = rowTiles * columnTiles * count;
  const wanted = Math.min(Math.floor(ENOUGH_GROUPS / blocks), Math.floor(k / LEAST_TERMS_OF_SPLIT));
  const termsPerSplit = wanted < 2 ? k : roundUp(Math.ceil(k / wanted), 32);
  const splits = wanted < 2 ? 1 : Math.ceil(k / termsPerSplit);
  const groups = blocks * splits;
  const cells = thin ? thin.few * THIN_COLUMNS : (tile as Tile).rows * (tile as Tile).columns;
  return {
    form: thin ? { thin } : { tile: tile as Tile },
    widthOfC: n % 4 === 0 && writesRows(kind, thin) ? 4 : 1,
    ...{ rowTiles, columnTiles, splits, termsPerSplit, groups },
    groupsAtOnce: Math.max(1, Math.min(groups, Math.floor(mostOperations / (2 * cells * Math.max(1, termsPerSplit))))),
  };
}

function thinForm({ m, n, k }: Product): Thin | undefined {
  const few = Math.min(m, n);
  if (few > LONGEST_SHORT_SIDE || few === 0 || k < LEAST_TERMS_OF_THIN) return undefined;
  return { short: m <= n ? 'rows' : 'columns', few: few === 1 ? 1 : 4 };
}

/** The one that computes and reads least, with what hangs over the edges. */
function pickTile({ kind, m, n, k, count }: Product): Tile {
  if (k <= SHALLOW) return SHALLOW_TILE;
  const [rows, columns] = isSwapped(productKinds[kind]) ? [n, m] : [m, n];
  const cellsOf = (tile: Tile) => roundUp(rows, tile.rows) * roundUp(columns, tile.columns);
  const cost = (tile: Tile) => cellsOf(tile) * (1 + 8 * (1 / tile.rows + 1 / tile.columns));
  const isLarge = count * cellsOf(LARGE_TILE) >= ENOUGH_GROUPS * LARGE_TILE.rows * LARGE_TILE.columns;
  return [...(isLarge ? [LARGE_TILE] : []), ...TILES].reduce((best, tile) => (cost(tile) < cost(best) ? tile : best));
}

const writesRows = (kind: Product['kind'], thin: Thin | undefined) =>
  thin ? thin.short === 'rows' : productKinds[kind].b.along === 'outer';

const roundUp = (value: number, multiple: number) => Math.ceil(value / multiple) * multiple;
