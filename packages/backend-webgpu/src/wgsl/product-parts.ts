import type { Operand, ProductKind } from './product-kinds.ts';
import { groupNumber } from './rows-of-groups.ts';

/** How many values are read or written at once. */
export type Width = 1 | 4;

/** What a product's shader does, besides its kind: each of them is a shader of its own. */
export type ProductVariant = {
  kind: ProductKind;
  /** Of A, of B, and of C and the bias. */
  widths: { a: Width; b: Width; c: Width };
  /** Whether it writes one of several parts of the sum, to be summed by another shader. */
  isPart: boolean;
  /** What is done to the sum before it is written; nothing where it is a part. */
  finish: Finish;
};

/** What is fused to a product: C = activation(sum + bias[n]). */
export type Finish = { bias: boolean; activation: keyof typeof ACTIVATIONS };

/** WGSL of the activations of a sum `x` of type T. */
export const ACTIVATIONS = {
  linear: 'x',
  relu: 'select(x, T(), x < T())',
  relu6: 'select(select(x, T(6), x > T(6)), T(), x < T())',
  elu: 'select(x, exp(x) - T(1), x < T())',
  sigmoid: 'T(1) / (T(1) + exp(-x))',
  leakyrelu: 'select(x, T(p.alpha) * x, x < T())',
} as const;

/** The numbers of every product; `alpha` is a float, the others are whole. */
export const PRODUCT_NUMBERS = [
  ...['m', 'n', 'k', 'splits', 'termsPerSplit', 'partSize'],
  ...['rowTiles', 'columnTiles', 'firstGroup', 'endGroup', 'alpha'],
] as const;

/**
 * One of the two sides of the block of C that a workgroup computes: its rows or its columns. Which of A and B that is depends
 * on how they lie in memory.
 */
export type Side = { name: 'A' | 'B'; operand: Operand; width: Width };

/** The sides of a variant: the rows of a block are m and its columns are n, or the other way round. */
export function sidesOf(
  { kind, widths }: Pick<ProductVariant, 'kind' | 'widths'>,
  areSwapped: boolean,
): { rows: Side; columns: Side } {
  const a: Side = { name: 'A', operand: kind.a, width: widths.a };
  const b: Side = { name: 'B', operand: kind.b, width: widths.b };
  return areSwapped ? { rows: b, columns: a } : { rows: a, columns: b };
}

/** WGSL that finds places by. */
export const ARITHMETIC = `
// Whole-number division of a >= 0: by floats it takes far fewer instructions. The quotient must be below 2^22.
fn quotient(a: i32, b: i32) -> i32 {
  let guess = i32(f32(a) / f32(b));
  let rest = a - guess * b;
  return guess + select(0, 1, rest >= b) - select(0, 1, rest < 0);
}
// Without &&, here and below, which is a branch for each of its sides.
fn isInside(row: i32, column: i32, height: i32, width: i32) -> bool {
  return (row >= 0) & (row < height) & (column >= 0) & (column < width);
}`;

/** Bindings, numbers, and the functions that find and finish values. */
export function declarations(variant: ProductVariant, sides: readonly Side[]): string {
  const { kind, widths, finish } = variant;
  const numbers = [...PRODUCT_NUMBERS, ...kind.numbers];
  const type = (width: Width) => (width === 4 ? 'vec4<f32>' : 'f32');
  return `
struct Numbers { ${numbers.map((name) => `${name}: ${name === 'alpha' ? 'f32' : 'i32'}`).join(', ')} }
@group(0) @binding(0) var<storage, read_write> C: array<${type(widths.c)}>;
@group(0) @binding(1) var<storage, read> A: array<${type(widths.a)}>;
@group(0) @binding(2) var<storage, read> B: array<${type(widths.b)}>;
${finish.bias ? `@group(0) @binding(3) var<storage, read> bias: array<${type(widths.c)}>;` : ''}
@group(0) @binding(${finish.bias ? 4 : 3}) var<uniform> p: Numbers;
var<private> kEnd: i32; // of the terms that this workgroup sums
${ARITHMETIC}
${kind.code ?? ''}
${kind.sizes}
${sides.map(finders).join('')}
${finishCode(widths.c, finish)}`;
}

/**
 * WGSL of a side's `outerOfX`, `termOfX` and `placeOfX`, and of what reads there: `valueOfX`, `fourOfX` of neighbours that can be
 * read at once, and `fetchFourX` of four at any width. What is not there is read from place 0 and replaced: branches would keep a compiler from
 * reading several at once.
 */
function finders({ name, operand, width }: Side): string {
  const { along, outerOf, termOf, placeOf } = operand;
  return `
fn outerOf${name}(outer: i32) -> vec3<i32> {${outerOf}
}
fn termOf${name}(k: i32) -> vec3<i32> {${termOf}
}
fn placeOf${name}(outer: vec3<i32>, term: vec3<i32>) -> i32 {${placeOf}
}
fn valueAt${name}(place: i32) -> f32 {
  let at = max(place, 0);
  return select(0.0, ${name}[at${width === 4 ? ' / 4][at % 4' : ''}], place >= 0);
}
fn valueOf${name}(outer: vec3<i32>, k: i32) -> f32 { return valueAt${name}(placeOf${name}(outer, termOf${name}(k))); }
${
  width === 4
    ? `
fn fourAt${name}(place: i32) -> vec4<f32> { return select(vec4<f32>(), ${name}[max(place, 0) / 4], place >= 0); }
fn fourOf${name}(outer: vec3<i32>, k: i32) -> vec4<f32> { return fourAt${name}(placeOf${name}(outer, termOf${name}(k))); }`
    : ''
}
// ${along === 'k' ? 'k to k + 3 at o, whose lookup is known' : 'o to o + 3 at k; the lookup of o is known'}
fn fetchFour${name}(o: i32, outer: vec3<i32>, k: i32) -> vec4<f32> {
  ${width === 4 ? `return fourOf${name}(outer, k);` : oneByOne(name, along)}
}`;
}

/** In a loop: unrolled, a dozen lookups take some compilers seconds. */
const oneByOne = (name: Side['name'], along: Operand['along']) => `var values = vec4<f32>();
  for (var j = 0; j < 4; j++) {
    values[j] = ${along === 'k' ? `valueOf${name}(outer, k + j)` : `valueOf${name}(outerOf${name}(o + j), k)`};
  }
  return values;`;

/** WGSL of `finished(sum, n)`, and of the type T of both. */
export function finishCode(width: Width, { bias, activation }: Finish): string {
  return `
${activated(width, activation)}
// n: of the first value
fn finished(sum: T, n: i32) -> T {
  return activated(sum${bias ? ` + bias[n${width === 4 ? ' / 4' : ''}]` : ''});
}`;
}

/** WGSL of the type `T` and of `activated(x: T)`. */
export function activated(width: Width, activation: Finish['activation']): string {
  const bits = width === 4 ? 'vec4<u32>' : 'u32';
  return `
alias T = ${width === 4 ? 'vec4<f32>' : 'f32'};
fn activated(x: T) -> T {
  // What is not a number is told by its bits: WGSL lets a compiler take all numbers for finite.
  let isNan = (bitcast<${bits}>(x) & ${bits}(0x7fffffffu)) > ${bits}(0x7f800000u);
  return ${activation === 'linear' ? 'x' : `select(${ACTIVATIONS[activation]}, x, isNan)`};
}`;
}

/**
 * WGSL that finds which block of C a workgroup computes, and which terms of its sums: `z`, `firstRow` and `firstColumn`, `rowEnd` and
 * `columnEnd`, `kBegin` and `kTo`, and `part`, where its part of the sums begins. What barriers depend on comes from the
 * uniform and the group's number alone.
 */
export function findBlock(areSwapped: boolean, rowsOfTile: number, columnsOfTile: number, begin: string): string {
  const [rowEnd, columnEnd] = areSwapped ? ['p.n', 'rowsOf(z)'] : ['rowsOf(z)', 'p.n'];
  return `
  let group = p.firstGroup + i32${groupNumber('groupId')};
  if (group >= p.endGroup) { return; }
  let tiles = p.rowTiles * p.columnTiles;
  let zAndShare = quotient(group, tiles);
  let tile = group - zAndShare * tiles;
  let z = quotient(zAndShare, p.splits);
  let share = zAndShare - z * p.splits;
  let rowOfTiles = quotient(tile, p.columnTiles);
  let firstRow = rowOfTiles * ${rowsOfTile};
  let firstColumn = (tile - rowOfTiles * p.columnTiles) * ${columnsOfTile};
  let rowEnd = ${rowEnd};
  let columnEnd = ${columnEnd};
  if (firstRow >= rowEnd || firstColumn >= columnEnd) { return; } // phases differ in size
  let kBegin = share * p.termsPerSplit;
  let kTo = min(termsOf(z), kBegin + p.termsPerSplit);
  let part = share * p.partSize;
  kEnd = kTo;
  ${begin}`;
}
