import { type ConvolutionKind, type Form, type Matrix, transposed } from '@pix2pix-ts/common/winograd';
import { ARITHMETIC, type Finish, findBlock, finishCode, PRODUCT_NUMBERS } from './product-parts.ts';
import { transformed } from './transform.ts';

/**
 * A convolution in a Winograd form: as many products of matrices as the form has pairs of rows, [tiles, terms] by [terms,
 * channels], or [terms, channels] by sums over the tiles for a filter's gradient. A workgroup computes a block of SIDE x SIDE of
 * all of them: it transforms both operands on their way into its memory, and the products back on their way out. So nothing
 * but the convolution's own tensors is read or written.
 */
export type WinogradVariant = {
  kind: ConvolutionKind;
  form: Form;
  /** Whether it writes one of several parts of the result, to be summed by another shader. */
  isPart: boolean;
  /** What is done to the result before it is written; nothing where it is a part. */
  finish: Finish;
};

/** Rows and columns of a workgroup's block. */
export const SIDE = 32;
/** Terms that are brought to the workgroup's memory at once: four neighbours are read at once. */
const DEPTH = 4;
/** Rows and columns of a block that a thread computes, of one of the products. */
const THREAD = 8;
const THREADS_ALONG = SIDE / THREAD;
/** Four values each: those of SIDE rows, or columns, and DEPTH terms; also those of a thread's rows, and SIDE columns. */
const VECTORS = (SIDE * DEPTH) / 4;
const QUADS = SIDE / 4;

/** The most phases of one axis. */
export const MOST_PHASES = 4;
/** Of rows and columns: see `TiledAxis`. `seen` and `cut` are the sizes of the images. */
export const PAIRS = [
  ...['seen', 'seenTile', 'seenGroup', 'seenStep', 'cut', 'cutTile', 'cutStep'],
  ...['groups', 'tapGroup', 'tapStep'],
] as const;
export const WINOGRAD_NUMBERS = [
  ...PRODUCT_NUMBERS,
  ...['batch', 'phaseColumns', 'seenChannels', 'cutChannels', 'filterWidth'],
] as const;

const pairsOf = ({ image }: Form): number => image.length ** 2;

export const threadsOfWinograd = (form: Form): number => pairsOf(form) * THREADS_ALONG ** 2;

/** In bytes. */
export const memoryOfWinograd = (form: Form): number => 16 * pairsOf(form) * 2 * VECTORS;

/** The shader's text. Its uniform is the phases of rows and of columns, PAIRS and WINOGRAD_NUMBERS. */
export function winogradProduct(variant: WinogradVariant): string {
  const { kind, form, finish } = variant;
  const pairs = pairsOf(form);
  const threads = threadsOfWinograd(form);
  const operands = kind === 'filterGradient' ? reduced(variant) : gathered(variant);
  return `
struct Numbers {
  // Of each phase: tiles, and the first one's pixel in the seen image, the first tap, the first tile's pixel in the cut one.
  rowPhases: array<vec4<i32>, ${MOST_PHASES}>,
  columnPhases: array<vec4<i32>, ${MOST_PHASES}>,
  ${PAIRS.map((name) => `${name}: vec2<i32>`).join(', ')},
  ${WINOGRAD_NUMBERS.map((name) => `${name}: ${name === 'alpha' ? 'f32' : 'i32'}`).join(', ')}
}
@group(0) @binding(0) var<storage, read_write> C: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> A: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> B: array<${operands.isReadByOnes ? 'f32' : 'vec4<f32>'}>;
${finish.bias ? '@group(0) @binding(3) var<storage, read> bias: array<vec4<f32>>;' : ''}
@group(0) @binding(${finish.bias ? 4 : 3}) var<uniform> p: Numbers;
// Rows of all products, then their columns; at the end some rows of the products.
var<workgroup> values: array<vec4<f32>, ${2 * pairs * VECTORS}>;
var<private> kEnd: i32; // of the terms that this workgroup sums
${ARITHMETIC}
${finishCode(4, finish)}
struct Phase { tiles: vec2<i32>, seen: vec2<i32>, tap: vec2<i32>, cut: vec2<i32> }
var<private> phase: Phase;
fn phaseOf(z: i32) -> Phase {
  let row = quotient(z, p.phaseColumns);
  let y = p.rowPhases[row];
  let x = p.columnPhases[z - row * p.phaseColumns];
  return Phase(vec2<i32>(y.x, x.x), vec2<i32>(y.y, x.y), vec2<i32>(y.z, x.z), vec2<i32>(y.w, x.w));
}
fn rowsOf(z: i32) -> i32 { ${operands.rows} }
fn termsOf(z: i32) -> i32 { return p.k; }
// Its image, below 0 where the tile does not count, and its row and column.
fn tileAt(tile: i32, end: i32) -> vec3<i32> {
  let perImage = phase.tiles.x * phase.tiles.y;
  let image = quotient(tile, perImage);
  let row = quotient(tile - image * perImage, phase.tiles.y);
  return vec3<i32>(select(-1, image, tile < end), row, tile - image * perImage - row * phase.tiles.y);
}
// A group of taps, its row and column, and a channel of the seen image.
fn groupAt(index: i32) -> vec3<i32> {
  let group = quotient(index, p.seenChannels);
  let row = quotient(group, p.groups.y);
  return vec3<i32>(row, group - row * p.groups.y, index - group * p.seenChannels);
}
// A pixel's first value; below 0 where there is none.
fn placeIn(size: vec2<i32>, channels: i32, image: i32, pixel: vec2<i32>) -> i32 {
  let isThere = (image >= 0) & isInside(pixel.x, pixel.y, size.x, size.y);
  return select(-1, ((image * size.x + pixel.x) * size.y + pixel.y) * channels, isThere);
}
fn seenAt(image: i32, pixel: vec2<i32>, channel: i32) -> vec4<f32> {
  let place = placeIn(p.seen, p.seenChannels, image, pixel);
  return select(vec4<f32>(), A[max(place + channel, 0) / 4], place >= 0);
}
// The four seen channels from the group's on, as the pairs of a form's rows have them.
fn loadTile(tile: vec3<i32>, group: vec3<i32>, to: i32) {
    let pixel = phase.seen + tile.yz * p.seenTile + group.xy * p.seenGroup;
    ${square(seenBy(form), (y, x) => `let d${y}_${x} = seenAt(tile.x, pixel + vec2<i32>(${y}, ${x}) * p.seenStep, group.z);`)}
    ${transformed(form.image, 'd', 'image')}
    ${square(form.image, (i, j) => `values[${pairOf(form, i, j) * VECTORS} + to] = image${i}_${j};`)}
}
${operands.functions}
@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) groupId: vec3<u32>, @builtin(local_invocation_index) index: u32) {
  let thread = i32(index);
  let pair = thread / ${THREADS_ALONG ** 2};
  let y = thread / ${THREADS_ALONG} % ${THREADS_ALONG};
  let x = thread % ${THREADS_ALONG};
  ${findBlock(false, SIDE, SIDE, 'phase = phaseOf(z);')}
  ${each(THREAD, (r) => `var sum${r}_0 = vec4<f32>(); var sum${r}_1 = vec4<f32>();`)}
  let item = thread % ${VECTORS};
  let n = firstColumn + item % ${QUADS} * 4;
  ${operands.once}
  for (var k0 = kBegin; k0 < kTo; k0 += ${DEPTH}) {
    if (thread < ${VECTORS}) { ${operands.loadRows} }
    else if (thread < ${2 * VECTORS}) { ${operands.loadColumns} }
    workgroupBarrier();
    ${operands.multiply}
    workgroupBarrier();
  }
  // A result needs all of its products: the threads of some rows lay theirs out for all.
  for (var turn = 0; turn < ${THREADS_ALONG}; turn++) {
    if (y == turn) {
      let to = pair * ${THREAD * QUADS} + x * 2;
      ${each(THREAD, (r) => `values[to + ${r * QUADS}] = sum${r}_0; values[to + ${r * QUADS + 1}] = sum${r}_1;`)}
    }
    workgroupBarrier();
    let row = firstRow + turn * ${THREAD} + thread / ${QUADS};
    let n = firstColumn + thread % ${QUADS} * 4;
    if (thread < ${THREAD * QUADS} && row < rowEnd && n < columnEnd) { store(row, rowEnd, n, part, thread); }
    workgroupBarrier();
  }
}`;
}

/** What differs between products over the channels of a tile and those over tiles. */
type Operands = {
  /** WGSL of how many rows a phase has: those of a block are the same for a workgroup. */
  rows: string;
  functions: string;
  /** What is known of a thread's row before the first term. */
  once: string;
  loadRows: string;
  loadColumns: string;
  multiply: string;
  /** Whether B's neighbours lie along the terms. */
  isReadByOnes: boolean;
};

/** y or dx: a row is a tile, a term is a group of taps and a channel of the seen image. */
function gathered(variant: WinogradVariant): Operands {
  const { kind, form } = variant;
  const isReadByOnes = kind === 'inputGradient';
  const four = isReadByOnes
    ? `let at = matrix + n * p.seenChannels + group.z;
  return vec4<f32>(B[at], B[at + p.seenChannels], B[at + 2 * p.seenChannels], B[at + 3 * p.seenChannels]);`
    : 'return B[(matrix + group.z * p.n + n) / 4];';
  return {
    isReadByOnes,
    rows: 'let tiles = phaseOf(z).tiles; return p.batch * tiles.x * tiles.y;',
    functions: `
fn tapAt(group: vec3<i32>, tap: vec2<i32>, n: i32) -> vec4<f32> {
  let matrix = (tap.x * p.filterWidth + tap.y) * p.seenChannels * p.n;
  ${four}
}
fn loadTaps(group: vec3<i32>, n: i32, to: i32) {
    let first = phase.tap + group.xy * p.tapGroup;
    ${square(tapsOf(form), (y, x) => `let g${y}_${x} = tapAt(group, first + vec2<i32>(${y}, ${x}) * p.tapStep, n);`)}
    ${transformed(form.filter, 'g', 'factor')}
    ${square(form.image, (i, j) => `values[${(pairsOf(form) + pairOf(form, i, j)) * VECTORS} + to] = factor${i}_${j};`)}
}
${storeFunction(
  variant,
  form.result,
  `
  let tile = tileAt(row, rowEnd);
  let first = phase.cut + tile.yz * p.cutTile;`,
  (y, x) => `
  {
    let place = placeIn(p.cut, p.cutChannels, tile.x, first + vec2<i32>(${y}, ${x}) * p.cutStep);
    if (place >= 0) { C[(part + place + n) / 4] = ${finishedValue(variant, `result${y}_${x}`)}; }
  }`,
)}`,
    once: 'let tileOfRow = tileAt(firstRow + item, rowEnd);',
    loadRows: 'loadTile(tileOfRow, groupAt(k0), item);',
    loadColumns: `if (n < p.n) { loadTaps(groupAt(k0 + item / ${QUADS}), n, item); }`,
    multiply: multiply(form, {
      before: each(THREAD, (r) => `let row${r} = values[pair * ${VECTORS} + y * ${THREAD} + ${r}];`),
      ofTerm: () => '',
      value: (r, j) => `row${r}[${j}]`,
    }),
  };
}

/** dw: a row is a group of taps and a channel of x, a term is a tile. */
function reduced(variant: WinogradVariant): Operands {
  const { form } = variant;
  const quads = THREAD / 4;
  return {
    isReadByOnes: false,
    rows: 'return p.m;',
    functions: `
fn cutAt(image: i32, pixel: vec2<i32>, n: i32) -> vec4<f32> {
  let place = placeIn(p.cut, p.cutChannels, image, pixel);
  return select(vec4<f32>(), B[max(place + n, 0) / 4], place >= 0);
}
fn loadCut(tile: vec3<i32>, n: i32, to: i32) {
    let first = phase.cut + tile.yz * p.cutTile;
    ${square(form.result, (y, x) => `let y${y}_${x} = cutAt(tile.x, first + vec2<i32>(${y}, ${x}) * p.cutStep, n);`)}
    ${transformed(transposed(form.result), 'y', 'factor')}
    ${square(form.image, (i, j) => `values[${(pairsOf(form) + pairOf(form, i, j)) * VECTORS} + to] = factor${i}_${j};`)}
}
${storeFunction(
  variant,
  transposed(form.filter),
  `
  let group = groupAt(row);
  let first = phase.tap + group.xy * p.tapGroup;`,
  (y, x) => `
  {
    let tap = first + vec2<i32>(${y}, ${x}) * p.tapStep;
    let place = ((tap.x * p.filterWidth + tap.y) * p.seenChannels + group.z) * p.n + n;
    C[(part + place) / 4] = ${finishedValue(variant, `result${y}_${x}`)};
  }`,
)}`,
    once: `let groupOfRow = groupAt(firstRow + item % ${QUADS} * 4);`,
    loadRows: `loadTile(tileAt(k0 + item / ${QUADS}, kTo), groupOfRow, item);`,
    loadColumns: `loadCut(tileAt(k0 + item / ${QUADS}, kTo), n, item);`,
    multiply: multiply(form, {
      before: '',
      ofTerm: (j) =>
        each(quads, (q) => `let row${q} = values[pair * ${VECTORS} + ${j * QUADS} + y * ${quads} + ${q}];`),
      value: (r) => `row${r >> 2}[${r & 3}]`,
    }),
  };
}

type Rows = { before: string; ofTerm(j: number): string; value(r: number, j: number): string };

/** Adds the products of DEPTH terms to a thread's sums. */
function multiply(form: Form, { before, ofTerm, value }: Rows): string {
  const column = (j: number, q: number) =>
    `values[${pairsOf(form) * VECTORS + j * QUADS + q} + pair * ${VECTORS} + x * 2]`;
  const terms = each(
    DEPTH,
    (j) => `{
      ${ofTerm(j)}
      let column0 = ${column(j, 0)};
      let column1 = ${column(j, 1)};
      ${each(THREAD, (r) => `sum${r}_0 += ${value(r, j)} * column0; sum${r}_1 += ${value(r, j)} * column1;`)}
    }`,
  );
  return `${before}\n    ${terms}`;
}

/** Transforms the products of a row and four columns back, and writes the results. */
function storeFunction(
  { form }: WinogradVariant,
  back: Matrix,
  begin: string,
  write: (y: number, x: number) => string,
): string {
  return `
fn store(row: i32, rowEnd: i32, n: i32, part: i32, item: i32) {
    ${square(form.image, (i, j) => `let m${i}_${j} = values[${pairOf(form, i, j) * THREAD * QUADS} + item];`)}
    ${transformed(back, 'm', 'result')}
  ${begin}
  ${square(back, write)}
}`;
}

const finishedValue = ({ isPart }: WinogradVariant, value: string) => (isPart ? value : `finished(${value}, n)`);

const pairOf = ({ image }: Form, i: number, j: number) => i * image.length + j;

/** Matrices with as many rows as there are pixels that a tile sees, or taps. */
const seenBy = ({ image }: Form): Matrix => transposed(image);
const tapsOf = ({ filter }: Form): Matrix => transposed(filter);

/** A text for each place of a square whose sides are the matrix's rows. */
const square = ({ length }: Matrix, text: (y: number, x: number) => string) =>
  each(length, (y) => each(length, (x) => text(y, x)));

const each = (count: number, text: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join('\n    ');
