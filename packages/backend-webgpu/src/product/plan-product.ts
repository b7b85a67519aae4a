import { productKinds } from '../wgsl/product-kinds.ts';
import type { Width } from '../wgsl/product-parts.ts';
import { placesOfThin, type Thin } from '../wgsl/product-thin.ts';
import { isSwapped, type Tile } from '../wgsl/product-tiled.ts';
import type { Product } from './product.ts';

/** How a product is cut into workgroups. */
export type Plan = Cut & {
  form: { tile: Tile } | { thin: Thin };
  /** Of the values of C that are written at once. */
  widthOfC: Width;
};

/** Blocks and dispatches of a product. */
export type Cut = {
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
  { rows: 64, columns: 64, depth: 16, threadRows: 8, threadColumns: 4 },
  { rows: 32, columns: 64, depth: 16, threadRows: 8, threadColumns: 4 },
  { rows: 64, columns: 32, depth: 16, threadRows: 8, threadColumns: 4 },
  { rows: 128, columns: 16, depth: 16, threadRows: 8, threadColumns: 4 },
  { rows: 16, columns: 64, depth: 32, threadRows: 8, threadColumns: 4 },
  { rows: 16, columns: 16, depth: 32, threadRows: 4, threadColumns: 4 },
];

/** For large products: twice as many sums a thread, so that fewer values are read for each. */
export const LARGE_TILE: Tile = { rows: 128, columns: 64, depth: 16, threadRows: 8, threadColumns: 4 };

/** For sums of a few terms, such as the filter gradients of images of one pixel: no round of 16 that is mostly zeros. */
export const SHALLOW_TILE: Tile = { rows: 64, columns: 64, depth: 4, threadRows: 8, threadColumns: 4 };

/** Workgroups that keep a large GPU busy, two for each of an H100's multiprocessors; a small one has them one after the other. */
const ENOUGH_GROUPS = 256;
/** A split's terms: fewer take less time than the dispatch that sums the parts. */
const LEAST_TERMS_OF_SPLIT = 256;
const TILED = { enoughGroups: ENOUGH_GROUPS, leastTerms: LEAST_TERMS_OF_SPLIT, mostSplits: ENOUGH_GROUPS };
/** A thin product's workgroups are smaller, and its threads wait for memory: it wants more of them, with fewer terms each. */
const THIN = { enoughGroups: 1024, leastTerms: 64, mostSplits: 64, longestShortSide: 8 };
const SHALLOW = 8;
/**
 * Multiplications and additions of one dispatch: 100 ms where a slow GPU does 50 billion a second. Systems and browsers reset
 * a GPU that one dispatch keeps busy for seconds.
 */
const MOST_OPERATIONS = 5e9;

/** @param mostOperations of one dispatch */
export function planProduct(product: Product, mostOperations = MOST_OPERATIONS): Plan {
  const { m, n, k, count } = product;
  const { form, block, isSwapped, wanted, writesRows } = thinForm(product) ?? tiledForm(product);
  const [rows, columns] = isSwapped ? [n, m] : [m, n];
  return {
    form,
    widthOfC: n % 4 === 0 && writesRows ? 4 : 1,
    ...cutProduct({ rows, columns, k, count, block, wanted, mostOperations }),
  };
}

/** What is cut: see `Product`. */
type Uncut = {
  rows: number;
  columns: number;
  k: number;
  count: number;
  /** A workgroup's, and how often it multiplies for each of its values and terms. */
  block: { rows: number; columns: number; products?: number };
  wanted?: Wanted;
  mostOperations?: number;
};

/** Cuts a product into blocks, long sums into parts, and what a slow GPU takes too long for into dispatches. */
export function cutProduct(uncut: Uncut): Cut {
  const { rows, columns, k, count, block, wanted = TILED, mostOperations = MOST_OPERATIONS } = uncut;
  const [rowTiles, columnTiles] = [Math.ceil(rows / block.rows), Math.ceil(columns / block.columns)];
  const blocks = rowTiles * columnTiles * count;
  const most = Math.min(wanted.mostSplits, Math.floor(wanted.enoughGroups / blocks), Math.floor(k / wanted.leastTerms));
  const termsPerSplit = most < 2 ? k : roundUp(Math.ceil(k / most), 32);
  const splits = most < 2 ? 1 : Math.ceil(k / termsPerSplit);
  const groups = blocks * splits;
  const operations = 2 * block.rows * block.columns * (block.products ?? 1) * Math.max(1, termsPerSplit);
  return {
    ...{ rowTiles, columnTiles, splits, termsPerSplit, groups },
    groupsAtOnce: Math.max(1, Math.min(groups, Math.floor(mostOperations / operations))),
  };
}

function thinForm({ kind, m, n, widths }: Product): Form | undefined {
  const length = Math.min(m, n);
  if (length > THIN.longestShortSide || length === 0) return undefined;
  const few = ([1, 4, 8] as const).find((count) => count >= length) ?? 8;
  const thin: Thin = { short: m <= n ? 'rows' : 'columns', few };
  return {
    form: { thin },
    block: { rows: few, columns: placesOfThin({ kind: productKinds[kind], widths: { ...widths, c: 1 } }, thin) },
    isSwapped: thin.short === 'columns',
    wanted: THIN,
    writesRows: thin.short === 'rows' && productKinds[kind].b.along === 'outer',
  };
}

function tiledForm(product: Product): Form {
  const kind = productKinds[product.kind];
  const tile = pickTile(product);
  return {
    form: { tile },
    block: tile,
    isSwapped: isSwapped(kind),
    wanted: TILED,
    writesRows: kind.b.along === 'outer',
  };
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

const roundUp = (value: number, multiple: number) => Math.ceil(value / multiple) * multiple;

type Wanted = { enoughGroups: number; leastTerms: number; mostSplits: number };

type Form = {
  form: Plan['form'];
  /** Of C, a workgroup's. */
  block: { rows: number; columns: number };
  /** Whether the block's rows are n. */
  isSwapped: boolean;
  wanted: Wanted;
  /** Whether a thread's sums are neighbours in a row of C. */
  writesRows: boolean;
};
