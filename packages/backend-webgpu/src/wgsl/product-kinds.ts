/**
 * The products C[m, n] = sum over k of A[m, k] * B[k, n] that there are shaders for. A and B are found in tensors as they
 * are: no matrix is copied together for it. `z` counts the products of one call: matrices of a batch, phases of a stride.
 */
export type ProductKind = {
  /** Of the shader. */
  name: string;
  /** The numbers that its text uses as `p.NAME`, besides those of every product. */
  numbers: readonly string[];
  a: Operand;
  b: Operand;
  /** WGSL of `rowsOf(z) -> i32` and `termsOf(z) -> i32`: how many m and k there are; they must be the same for a workgroup. */
  sizes: string;
  /** WGSL that is run before any value is looked for, at `z`. */
  begin: string;
  /** WGSL of the place of C[m, 0], an expression of `m` and `z`. */
  rowOfC: string;
  /** More WGSL that the others call. */
  code?: string;
};

/** How the values of A or B are found. `outer` is m for A and n for B. */
export type Operand = {
  /** Where neighbours in memory are neighbours. */
  along: 'k' | 'outer';
  /** WGSL that returns what the places of all k at `outer: i32` have in common, a vec3<i32>; it is worked out once. */
  outerOf: string;
  /** WGSL that returns what the places of all of `outer` at `k: i32` have in common, a vec3<i32>; `k` may be kEnd or more. */
  termOf: string;
  /** WGSL that returns a value's place from these two, `outer` and `term`; below 0 where there is none, which counts as 0. */
  placeOf: string;
};

const CONVOLUTION = [
  ['batch', 'inHeight', 'inWidth', 'inChannels'],
  ['outHeight', 'outWidth', 'outChannels'],
  ['filterHeight', 'filterWidth', 'strideHeight', 'strideWidth', 'dilationHeight', 'dilationWidth'],
  ['top', 'left'],
].flat();

const SIZES = `
fn rowsOf(z: i32) -> i32 { return p.m; }
fn termsOf(z: i32) -> i32 { return p.k; }`;

/** Where both are places and add up to the value's. */
const SUM_OF_PLACES = 'return select(-1, outer.x + term.x, (outer.x >= 0) & (term.x >= 0));';

/** B as a matrix of k rows and n columns, such as a filter or y's gradient with a row a pixel. */
const ROWS_OF_K: Operand = {
  along: 'outer',
  outerOf: 'return vec3<i32>(select(-1, outer, outer < p.n), 0, 0);',
  termOf: 'return vec3<i32>(select(-1, k * p.n, k < kEnd), 0, 0);',
  placeOf: SUM_OF_PLACES,
};

/** y: m is a pixel of y, k a tap of the filter and a channel of x. */
const forward: ProductKind = {
  name: 'convolution',
  numbers: CONVOLUTION,
  a: {
    along: 'k',
    // The image's first pixel, and the row and column that the first tap meets.
    outerOf: `
  let image = quotient(outer, p.outHeight * p.outWidth);
  let pixel = outer - image * p.outHeight * p.outWidth;
  let row = quotient(pixel, p.outWidth);
  return vec3<i32>(select(-1, image * p.inHeight * p.inWidth, outer < p.m),
    row * p.strideHeight - p.top, (pixel - row * p.outWidth) * p.strideWidth - p.left);`,
    // How far the tap is from the first one, and the channel.
    termOf: `
  let tap = quotient(k, p.inChannels);
  let tapRow = quotient(tap, p.filterWidth);
  return vec3<i32>(tapRow * p.dilationHeight, (tap - tapRow * p.filterWidth) * p.dilationWidth,
    select(-1, k - tap * p.inChannels, k < kEnd));`,
    placeOf: `
  let row = outer.y + term.x;
  let column = outer.z + term.y;
  let isThere = (outer.x >= 0) & (term.z >= 0) & isInside(row, column, p.inHeight, p.inWidth);
  return select(-1, (outer.x + row * p.inWidth + column) * p.inChannels + term.z, isThere);`,
  },
  b: ROWS_OF_K,
  sizes: SIZES,
  begin: '',
  rowOfC: 'm * p.n',
};

/**
 * x's gradient. Pixels of x that are a stride apart meet the same taps of the filter: those are a phase, a product of its
 * own without any tap that would meet nothing. m is a pixel of the phase, k one of its taps and a channel of y. Of images of
 * few pixels a phase has the taps between the first and the last that come from one of them.
 */
const inputGradient: ProductKind = {
  name: 'convolution input gradient',
  numbers: CONVOLUTION,
  a: {
    along: 'k',
    // The image's first pixel in dy, and the row and column that the phase's first tap comes from.
    outerOf: `
  let perImage = phase.size.x * phase.size.y;
  let image = quotient(outer, perImage);
  let pixel = outer - image * perImage;
  let row = quotient(pixel, phase.size.y);
  let column = pixel - row * phase.size.y;
  return vec3<i32>(select(-1, image * p.outHeight * p.outWidth, image < p.batch),
    phase.source.x + row, phase.source.y + column);`,
    // The tap's row and column in the phase, and the channel.
    termOf: `
  let tap = quotient(k, p.outChannels);
  let tapRow = quotient(tap, phase.taps.y);
  return vec3<i32>(tapRow, tap - tapRow * phase.taps.y, select(-1, k - tap * p.outChannels, k < kEnd));`,
    placeOf: `
  let row = outer.y - term.x;
  let column = outer.z - term.y;
  let isThere = (outer.x >= 0) & (term.z >= 0) & isInside(row, column, p.outHeight, p.outWidth);
  return select(-1, (outer.x + row * p.outWidth + column) * p.outChannels + term.z, isThere);`,
  },
  b: {
    along: 'k',
    outerOf: 'return vec3<i32>(select(-1, outer * p.outChannels, outer < p.n), 0, 0);',
    termOf: `
  let tap = quotient(k, p.outChannels);
  let tapRow = quotient(tap, phase.taps.y);
  let filterRow = phase.tap.x + tapRow * p.strideHeight;
  let filterColumn = phase.tap.y + (tap - tapRow * phase.taps.y) * p.strideWidth;
  let at = (filterRow * p.filterWidth + filterColumn) * p.inChannels * p.outChannels;
  return vec3<i32>(select(-1, at + k - tap * p.outChannels, k < kEnd), 0, 0);`,
    placeOf: SUM_OF_PLACES,
  },
  code: `
struct Phase {
  first: vec2<i32>, // its first row and column in x
  size: vec2<i32>, // its rows and columns
  tap: vec2<i32>, // the first tap's row and column in the filter
  taps: vec2<i32>, // rows and columns of its taps
  source: vec2<i32>, // where in dy the first pixel's first tap comes from
}
var<private> phase: Phase;
fn quotients(a: vec2<i32>, b: vec2<i32>) -> vec2<i32> { return vec2<i32>(quotient(a.x, b.x), quotient(a.y, b.y)); }
fn phaseOf(z: i32) -> Phase {
  let stride = vec2<i32>(p.strideHeight, p.strideWidth);
  let padding = vec2<i32>(p.top, p.left);
  let firstRow = quotient(z, p.strideWidth);
  let first = vec2<i32>(firstRow, z - firstRow * p.strideWidth);
  let size = quotients(vec2<i32>(p.inHeight, p.inWidth) - first + stride - 1, stride);
  let source = quotients(first + padding, stride);
  let tap = first + padding - source * stride;
  let allTaps = quotients(vec2<i32>(p.filterHeight, p.filterWidth) - tap + stride - 1, stride);
  let firstTap = max(vec2<i32>(), source + 1 - vec2<i32>(p.outHeight, p.outWidth));
  let taps = max(vec2<i32>(), min(allTaps, source + size) - firstTap);
  return Phase(first, size, tap + firstTap * stride, taps, source - firstTap);
}
fn pixelOfPhase(m: i32) -> i32 {
  let perImage = phase.size.x * phase.size.y;
  let image = quotient(m, perImage);
  let pixel = m - image * perImage;
  let row = quotient(pixel, phase.size.y);
  let x = phase.first + vec2<i32>(row, pixel - row * phase.size.y) * vec2<i32>(p.strideHeight, p.strideWidth);
  return (image * p.inHeight + x.x) * p.inWidth + x.y;
}`,
  sizes: `
fn rowsOf(z: i32) -> i32 { let size = phaseOf(z).size; return p.batch * size.x * size.y; }
fn termsOf(z: i32) -> i32 { let taps = phaseOf(z).taps; return taps.x * taps.y * p.outChannels; }`,
  begin: 'phase = phaseOf(z);',
  rowOfC: 'pixelOfPhase(m) * p.n',
};

/** The filter's gradient: m is a tap and a channel of x, k a pixel of y. */
const filterGradient: ProductKind = {
  name: 'convolution filter gradient',
  numbers: CONVOLUTION,
  a: {
    along: 'outer',
    // The row and column that the tap of y's first pixel meets, and the channel.
    outerOf: `
  let tap = quotient(outer, p.inChannels);
  let tapRow = quotient(tap, p.filterWidth);
  return vec3<i32>(select(-0x1000000, tapRow - p.top, outer < p.m),
    tap - tapRow * p.filterWidth - p.left, outer - tap * p.inChannels);`,
    // How far y's pixel moves the tap in x, and the image's first row.
    termOf: `
  let image = quotient(k, p.outHeight * p.outWidth);
  let pixel = k - image * p.outHeight * p.outWidth;
  let outRow = quotient(pixel, p.outWidth);
  return vec3<i32>(outRow * p.strideHeight, (pixel - outRow * p.outWidth) * p.strideWidth,
    select(-1, image * p.inHeight, k < kEnd));`,
    placeOf: `
  let row = outer.x + term.x;
  let column = outer.y + term.y;
  let isThere = (term.z >= 0) & isInside(row, column, p.inHeight, p.inWidth);
  return select(-1, ((term.z + row) * p.inWidth + column) * p.inChannels + outer.z, isThere);`,
  },
  b: ROWS_OF_K,
  sizes: SIZES,
  begin: '',
  rowOfC: 'm * p.n',
};

/** Batches of matrices have four dimensions here; of one of size 1 an operand has the same matrix all along, by steps of 0. */
const MATRICES = [1, 2, 3]
  .map((axis) => `batch${axis}`)
  .concat([0, 1, 2, 3].flatMap((axis) => [`aStep${axis}`, `bStep${axis}`]));

/** A product of matrices, with A, B or both of them transposed in memory. */
function matrices(transposeA: boolean, transposeB: boolean): ProductKind {
  return {
    name: `matrices${transposeA ? ' transposed' : ''}${transposeB ? ' by transposed' : ''}`,
    numbers: MATRICES,
    a: transposeA ? matrixAlongOuter('m', 'matrix.x') : matrixAlongK('m', 'matrix.x'),
    b: transposeB ? matrixAlongK('n', 'matrix.y') : matrixAlongOuter('n', 'matrix.y'),
    code: `
var<private> matrix: vec2<i32>; // the first places of the matrices that are multiplied
fn matricesOf(z: i32) -> vec2<i32> {
  let i3 = z % p.batch3;
  let i2 = z / p.batch3 % p.batch2;
  let i1 = z / p.batch3 / p.batch2 % p.batch1;
  let i0 = z / p.batch3 / p.batch2 / p.batch1;
  return i0 * vec2<i32>(p.aStep0, p.bStep0) + i1 * vec2<i32>(p.aStep1, p.bStep1)
    + i2 * vec2<i32>(p.aStep2, p.bStep2) + i3 * vec2<i32>(p.aStep3, p.bStep3);
}`,
    sizes: SIZES,
    begin: 'matrix = matricesOf(z);',
    rowOfC: '(z * p.m + m) * p.n',
  };
}

const matrixAlongK = (size: 'm' | 'n', first: string): Operand => ({
  along: 'k',
  outerOf: `return vec3<i32>(select(-1, ${first} + outer * p.k, outer < p.${size}), 0, 0);`,
  termOf: 'return vec3<i32>(select(-1, k, k < kEnd), 0, 0);',
  placeOf: SUM_OF_PLACES,
});

const matrixAlongOuter = (size: 'm' | 'n', first: string): Operand => ({
  along: 'outer',
  outerOf: `return vec3<i32>(select(-1, ${first} + outer, outer < p.${size}), 0, 0);`,
  termOf: `return vec3<i32>(select(-1, k * p.${size}, k < kEnd), 0, 0);`,
  placeOf: SUM_OF_PLACES,
});

export const productKinds = {
  forward,
  inputGradient,
  filterGradient,
  matrices: matrices(false, false),
  matricesByTransposed: matrices(false, true),
  transposedMatrices: matrices(true, false),
  transposedMatricesByTransposed: matrices(true, true),
} as const satisfies Record<string, ProductKind>;
