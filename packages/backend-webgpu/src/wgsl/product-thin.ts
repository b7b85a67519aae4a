import { declarations, findBlock, type ProductVariant, type Side, sidesOf } from './product-parts.ts';

/**
 * A product with few rows, or few columns: the other matrix is read once, straight from where it is. `few` is how many of
 * the short side's sums a thread has; four of them read no more than one does, so there is nothing in between.
 */
export type Thin = {
  /** Which of C's sides is short. */
  short: 'rows' | 'columns';
  few: 1 | 4;
};

/** A workgroup's threads: so many share the terms of the sums, and so many have four of the long side's places each. */
const LANES = 16;
const SLOTS = 16;
const THREADS = LANES * SLOTS;
/** The long side's places of a workgroup. */
export const THIN_COLUMNS = 4 * SLOTS;
/** Terms of the short side that are in workgroup memory at once. */
const DEPTH = 256;

const VECTORS = DEPTH / 4;

/** The shader's text. Its uniform is that of a tiled product. The rows of a block are the short side here. */
export function thinProduct(variant: ProductVariant, { short, few }: Thin): string {
  const areSwapped = short === 'columns';
  const sides = sidesOf(variant, areSwapped);
  const long = sides.columns;
  const rows = Array.from({ length: few }, (_, r) => r);
  return `
${declarations(variant, [sides.rows, long])}
${termsOfRow(sides.rows)}
var<workgroup> rows: array<vec4<f32>, ${few * VECTORS}>;
var<workgroup> shares: array<vec4<f32>, ${THREADS}>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) groupId: vec3<u32>, @builtin(local_invocation_index) index: u32) {
  let thread = i32(index);
  ${placeOfThread(long)}
  ${findBlock(areSwapped, few, THIN_COLUMNS, variant.kind)}
  let column = column0 + slot * 4;
  ${lookups(long)}
  ${rows.map((r) => `var sum${r} = vec4<f32>();`).join(' ')}
  for (var k0 = kBegin; k0 < kTo; k0 += ${DEPTH}) {
    for (var i = thread; i < ${few * VECTORS}; i += ${THREADS}) {
      let r = row0 + i / ${VECTORS};
      let k = k0 + i % ${VECTORS} * 4;
      if (k < kTo) { rows[i] = termsOfRow(r, k); }
    }
    workgroupBarrier();
    for (var i = lane; i < ${VECTORS}; i += ${LANES}) {
      let k = k0 + i * 4;
      if (k < kTo) {
        ${multiply(long, rows)}
      }
    }
    workgroupBarrier();
  }
  ${rows.map((r) => join(variant, areSwapped, r)).join('\n')}
}`;
}

/** Threads next to each other read what is next to each other. */
const placeOfThread = ({ operand }: Side) =>
  operand.along === 'k'
    ? `let lane = thread % ${LANES}; let slot = thread / ${LANES};`
    : `let slot = thread % ${SLOTS}; let lane = thread / ${SLOTS};`;

/** Of the four places of a thread where they lie along k, or of their first one. */
const lookups = ({ name, operand }: Side) =>
  operand.along === 'k'
    ? [0, 1, 2, 3].map((j) => `let lookup${j} = outerOf${name}(column + ${j});`).join('\n  ')
    : `let lookup = outerOf${name}(column);`;

/** WGSL of `termsOfRow`: four terms of the short side. */
function termsOfRow({ name, operand, width }: Side): string {
  if (operand.along === 'k')
    return `fn termsOfRow(r: i32, k: i32) -> vec4<f32> { return fetch${name}(r, outerOf${name}(r), k); }`;
  return `
fn termsOfRow(r: i32, k: i32) -> vec4<f32> {
  let outer = outerOf${name}(r);
  var values = vec4<f32>();
  for (var j = 0; j < 4; j++) {
    let place = placeOf${name}(outer, k + j);
    if (place >= 0) { values[j] = ${name}[place${width === 4 ? ' / 4][place % 4' : ''}]; }
  }
  return values;
}`;
}

/** Four terms of four places. */
function multiply({ name, operand }: Side, rows: number[]): string {
  const isAlongK = operand.along === 'k';
  const fours = [0, 1, 2, 3];
  const fetched = fours.map((j) =>
    isAlongK
      ? `let four${j} = fetch${name}(column + ${j}, lookup${j}, k);`
      : `let four${j} = fetch${name}(column, lookup, k + ${j});`,
  );
  const added = rows.map((r) => {
    const sum = isAlongK
      ? `sum${r} += vec4<f32>(${fours.map((j) => `dot(terms, four${j})`).join(', ')});`
      : fours.map((j) => `sum${r} += terms[${j}] * four${j};`).join(' ');
    return `{ let terms = rows[${r * VECTORS} + i]; ${sum} }`;
  });
  return [...fetched, ...added].join('\n        ');
}

/** The lanes' shares of a row's sums, added up in their order and stored. */
function join({ kind, widths, isPart }: ProductVariant, areSwapped: boolean, r: number): string {
  const [m, n] = areSwapped ? ['column + j', 'row'] : ['row', 'column + j'];
  const inVectors = widths.c === 4 && !areSwapped;
  const one = `
      for (var j = 0; j < min(4, columnEnd - column); j++) {
        let m = ${m}; let n = ${n};
        C[part + ${kind.rowOfC} + n] = ${isPart ? 'sum[j]' : 'finished(sum[j], n)'};
      }`;
  const four = `
      if (column < columnEnd) {
        let m = row;
        C[(part + ${kind.rowOfC} + column) / 4] = ${isPart ? 'sum' : 'finished(sum, column)'};
      }`;
  return `
  shares[lane * ${SLOTS} + slot] = sum${r};
  workgroupBarrier();
  if (lane == 0) {
    let row = row0 + ${r};
    var sum = shares[slot];
    for (var other = 1; other < ${LANES}; other++) { sum += shares[other * ${SLOTS} + slot]; }
    if (row < rowEnd) {${inVectors ? four : one}
    }
  }
  workgroupBarrier();`;
}
