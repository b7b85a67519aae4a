import type { ProductKind } from './product-kinds.ts';
import { declarations, findBlock, type ProductVariant, type Side, sidesOf } from './product-parts.ts';

/**
 * A workgroup computes a block of `rows` x `columns` of C, `depth` terms at a time, which it brings to workgroup memory
 * first; a thread computes `threadRows` x `threadColumns` of it in registers. All but `rows` are multiples of 4.
 */
export type Tile = { rows: number; columns: number; depth: number; threadRows: number; threadColumns: number };

export const threadsOf = (tile: Tile): number => (tile.rows / tile.threadRows) * (tile.columns / tile.threadColumns);

/** In bytes. */
export function workgroupMemoryOf(variant: ProductVariant, tile: Tile): number {
  const { rows, columns } = sidesOf(variant, isSwapped(variant.kind));
  return 16 * (blockOf(rows, tile.rows, tile).vectors + blockOf(columns, tile.columns, tile).vectors);
}

/** The shader's text. Its uniform is `PRODUCT_NUMBERS` and those of the kind. */
export function tiledProduct(variant: ProductVariant, tile: Tile): string {
  const areSwapped = isSwapped(variant.kind);
  const sides = sidesOf(variant, areSwapped);
  const rows = blockOf(sides.rows, tile.rows, tile);
  const columns = blockOf(sides.columns, tile.columns, tile);
  const form = formOf(sides);
  return `
${declarations(variant, [sides.rows, sides.columns])}
var<workgroup> rows: array<vec4<f32>, ${rows.vectors}>;
var<workgroup> columns: array<vec4<f32>, ${columns.vectors}>;
${form.functions ?? ''}
@compute @workgroup_size(${threadsOf(tile)})
fn main(@builtin(workgroup_id) groupId: vec3<u32>, @builtin(local_invocation_index) index: u32) {
  let thread = i32(index);
  let x = thread % ${tile.columns / tile.threadColumns};
  let y = thread / ${tile.columns / tile.threadColumns};
  ${findBlock(areSwapped, tile.rows, tile.columns, variant.kind.begin)}
  ${form.sums(tile)}
  ${rows.hoisted('row')}
  ${columns.hoisted('column')}
  for (var k0 = kBegin; k0 < kTo; k0 += ${tile.depth}) {
    ${rows.load('row')}
    ${columns.load('column')}
    workgroupBarrier();
    ${form.multiply(tile)}
    workgroupBarrier();
  }
  ${form.store(tile, variant, areSwapped)}
}`;
}

/** Where A's values lie along m and B's along k, a block's rows are n: so there are three forms of the inner loop, not four. */
export const isSwapped = ({ a, b }: ProductKind): boolean => a.along === 'outer' && b.along === 'k';

/** A side's part in workgroup memory, and the text that brings it there. */
function blockOf(side: Side, size: number, tile: Tile) {
  const { name, operand } = side;
  const { depth } = tile;
  const threads = threadsOf(tile);
  const loads = (size * depth) / 4;
  // Along k a row of memory is one vector longer than it needs to be: else the threads that read a column of it, which lie a
  // whole row apart, would meet in one bank.
  const length = depth / 4 + 1;
  const place =
    operand.along === 'k'
      ? { outer: `i / ${depth / 4}`, k: `i % ${depth / 4} * 4`, to: `i / ${depth / 4} * ${length} + i % ${depth / 4}` }
      : { outer: `i % ${size / 4} * 4`, k: `i / ${size / 4}`, to: 'i' };
  // A thread that loads once or twice in a round has the same rows or columns in all of them: what is known of them is found
  // once. More of it would take too many registers.
  const perThread = Math.ceil(loads / threads);
  const isFoundOnce = perThread <= 2;
  const placeOfLoad = (load: number, text: string) =>
    text.replace('i', load === 0 ? 'thread' : `(thread + ${load * threads})`);
  const every = (text: (load: number) => string) => each(isFoundOnce ? perThread : 0, text);
  return {
    vectors: operand.along === 'k' ? size * length : loads,
    hoisted: (what: 'row' | 'column') =>
      every(
        (load) => `
  let ${what}Loaded${load} = first${capital(what)} + ${placeOfLoad(load, place.outer)};
  let ${what}Lookup${load} = outerOf${name}(${what}Loaded${load});`,
      ),
    load: (what: 'row' | 'column') =>
      isFoundOnce
        ? every(
            (load) => `
    ${(load + 1) * threads > loads ? `if (thread < ${loads - load * threads}) ` : ''}{
      let i = thread + ${load * threads};
      ${what}s[${place.to}] = fetchFour${name}(${what}Loaded${load}, ${what}Lookup${load}, k0 + ${place.k});
    }`,
          )
        : `
    for (var i = thread; i < ${loads}; i += ${threads}) {
      let outer = first${capital(what)} + ${place.outer};
      ${what}s[${place.to}] = fetchFour${name}(outer, outerOf${name}(outer), k0 + ${place.k});
    }`,
  };
}

const capital = (what: 'row' | 'column') => (what === 'row' ? 'Row' : 'Column');

/** The sums of a thread: how they are kept in registers, added to, and stored. */
type Form = {
  functions?: string;
  sums(tile: Tile): string;
  multiply(tile: Tile): string;
  store(tile: Tile, variant: ProductVariant, areSwapped: boolean): string;
};

function formOf({ rows, columns }: { rows: Side; columns: Side }): Form {
  if (columns.operand.along === 'k') return DOTS;
  return rows.operand.along === 'k' ? ROWS_ALONG_K : OUTER_PRODUCTS;
}

const each = (count: number, text: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join('\n');

/** A thread's columns are neighbours, four to a vector: `sumR_Q`. */
const sumsInVectors = ({ threadRows, threadColumns }: Tile) =>
  each(threadRows, (r) => each(threadColumns / 4, (q) => `var sum${r}_${q} = vec4<f32>();`));

/** Row by row; a thread's neighbours have the columns next to its own. */
function storeVectors({ threadRows, threadColumns }: Tile, variant: ProductVariant, areSwapped: boolean): string {
  const quads = threadColumns / 4;
  return each(
    threadRows,
    (r) => `
  {
    let row = firstRow + y * ${threadRows} + ${r};
    if (row < rowEnd) {
      ${each(quads, (q) => `let first${q} = firstColumn + (x * ${quads} + ${q}) * 4;\n${storeFour(variant, areSwapped, q, `sum${r}_${q}`)}`)}
    }
  }`,
  );
}

function storeFour(variant: ProductVariant, areSwapped: boolean, q: number, sum: string): string {
  if (variant.widths.c === 1 || areSwapped)
    return each(
      4,
      (j) =>
        `if (first${q} + ${j} < columnEnd) { ${storeOne(variant, areSwapped, `first${q} + ${j}`, `${sum}[${j}]`)} }`,
    );
  const value = variant.isPart ? sum : `finished(${sum}, first${q})`;
  return `if (first${q} < columnEnd) { let m = row; C[(part + ${variant.kind.rowOfC} + first${q}) / 4] = ${value}; }`;
}

function storeOne({ kind, isPart }: ProductVariant, areSwapped: boolean, column: string, sum: string): string {
  const [m, n] = areSwapped ? [column, 'row'] : ['row', column];
  return `let m = ${m}; let n = ${n}; C[part + ${kind.rowOfC} + n] = ${isPart ? sum : `finished(${sum}, n)`};`;
}

/** Rows lie along k, columns side by side: four terms of a row are one vector. */
const ROWS_ALONG_K: Form = {
  sums: sumsInVectors,
  multiply: ({ columns, depth, threadRows, threadColumns }) => {
    const quads = threadColumns / 4;
    return `
    for (var kk = 0; kk < ${depth / 4}; kk++) {
      ${each(threadRows, (r) => `let row${r} = rows[(y * ${threadRows} + ${r}) * ${depth / 4 + 1} + kk];`)}
      ${each(
        4,
        (j) => `{
        ${each(quads, (q) => `let column${q} = columns[(kk * 4 + ${j}) * ${columns / 4} + x * ${quads} + ${q}];`)}
        ${each(threadRows, (r) => each(quads, (q) => `sum${r}_${q} += row${r}[${j}] * column${q};`))}
      }`,
      )}
    }`;
  },
  store: storeVectors,
};

/** Both lie side by side: the sum of the outer products of each term's row and column. */
const OUTER_PRODUCTS: Form = {
  sums: sumsInVectors,
  multiply: ({ rows, columns, depth, threadRows, threadColumns }) => {
    const quads = threadColumns / 4;
    return `
    for (var kk = 0; kk < ${depth}; kk++) {
      ${each(threadRows / 4, (r) => `let row${r} = rows[kk * ${rows / 4} + y * ${threadRows / 4} + ${r}];`)}
      ${each(quads, (q) => `let column${q} = columns[kk * ${columns / 4} + x * ${quads} + ${q}];`)}
      ${each(threadRows, (r) => each(quads, (q) => `sum${r}_${q} += row${r >> 2}[${r & 3}] * column${q};`))}
    }`;
  },
  store: storeVectors,
};

/**
 * Both lie along k: dot products of four terms. A thread's columns lie a whole row of threads apart, so that the threads of a
 * row read, and write, what is side by side.
 */
const DOTS: Form = {
  functions: `
fn plusDot(sum: f32, a: vec4<f32>, b: vec4<f32>) -> f32 {
  return sum + a.x * b.x + a.y * b.y + a.z * b.z + a.w * b.w;
}`,
  sums: ({ threadRows, threadColumns }) =>
    each(threadRows, (r) => each(threadColumns, (c) => `var sum${r}_${c} = 0.0;`)),
  multiply: ({ columns, depth, threadRows, threadColumns }) => `
    for (var kk = 0; kk < ${depth / 4}; kk++) {
      ${each(threadRows, (r) => `let row${r} = rows[(y * ${threadRows} + ${r}) * ${depth / 4 + 1} + kk];`)}
      ${each(threadColumns, (c) => `let column${c} = columns[(x + ${(c * columns) / threadColumns}) * ${depth / 4 + 1} + kk];`)}
      ${each(threadRows, (r) => each(threadColumns, (c) => `sum${r}_${c} = plusDot(sum${r}_${c}, row${r}, column${c});`))}
    }`,
  store: ({ columns, threadRows, threadColumns }, variant, areSwapped) =>
    each(
      threadRows,
      (r) => `
  {
    let row = firstRow + y * ${threadRows} + ${r};
    if (row < rowEnd) {
      ${each(threadColumns, (c) => {
        const column = `firstColumn + x + ${(c * columns) / threadColumns}`;
        return `if (${column} < columnEnd) { ${storeOne(variant, areSwapped, column, `sum${r}_${c}`)} }`;
      })}
    }
  }`,
    ),
};
