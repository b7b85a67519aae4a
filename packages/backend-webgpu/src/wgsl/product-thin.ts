import { declarations, findBlock, type ProductVariant, type Side, sidesOf } from './product-parts.ts';

/**
 * A product with few rows, or few columns, such as those of images of one pixel, or of a last layer with one channel. The
 * other matrix, the long one, is read once and nothing of it is used by two threads: so there is no workgroup memory, and no
 * barrier. `few` is how many of the short side's sums a thread has.
 */
export type Thin = {
  /** Which of C's sides is short. */
  short: 'rows' | 'columns';
  few: 1 | 4 | 8;
};

const THREADS = 64;

/** How many places of the long side a workgroup has. */
export function placesOfThin(variant: Pick<ProductVariant, 'kind' | 'widths'>, thin: Thin): number {
  return THREADS * readingOf(variant, thin).places;
}

/** How a thread reads: so many places of the long side, and so many terms of each at a time. */
type Reading = { places: 1 | 4; terms: 1 | 4 };

function readingOf(variant: Pick<ProductVariant, 'kind' | 'widths'>, { short }: Thin): Reading {
  const { rows, columns } = sidesOf(variant, short === 'columns');
  const isFourTerms = [rows, columns].some(isReadByFours);
  return {
    places: columns.operand.along === 'outer' && columns.width === 4 ? 4 : 1,
    terms: isFourTerms ? 4 : 1,
  };
}

/** The shader's text. Its uniform is that of a tiled product. The rows of a block are the short side here. */
export function thinProduct(variant: ProductVariant, thin: Thin): string {
  const areSwapped = thin.short === 'columns';
  const { rows: short, columns: long } = sidesOf(variant, areSwapped);
  const { places, terms } = readingOf(variant, thin);
  const isReadOnce = terms === 1 || isReadByFours(short);
  const type = places === 4 ? 'vec4<f32>' : 'f32';
  const rows = Array.from({ length: thin.few }, (_, r) => r);
  const everyRow = (text: (r: number) => string) => rows.map(text).join('\n  ');
  return `
${declarations(variant, [short, long])}
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) groupId: vec3<u32>, @builtin(local_invocation_index) index: u32) {
  ${findBlock(areSwapped, thin.few, THREADS * places, variant.kind.begin)}
  let column = firstColumn + i32(index) * ${places};
  if (column >= columnEnd) { return; }
  let lookup = outerOf${long.name}(column);
  ${everyRow((r) => `let row${r} = outerOf${short.name}(firstRow + ${r}); var sum${r} = ${type}();`)}
  for (var k = kBegin; k < kTo; k += ${terms}) {
    ${Array.from({ length: isReadOnce ? 1 : terms }, (_, j) => `let term${j} = termOf${short.name}(k + ${j});`).join(' ')}
    ${isReadOnce ? everyRow((r) => `let place${r} = placeOf${short.name}(row${r}, term0);`) : ''}
    // The rows are those of all threads: where none of them has a term, nothing else has to be read. A tap next to an image
    // of few pixels is such a term.
    ${isReadOnce ? `if (${rows.map((r) => `(place${r} < 0)`).join(' & ')}) { continue; }` : ''}
    ${terms === 1 ? `let there = ${longValue(long, places, 0)};` : fourTermsOfLong(long, places)}
    ${everyRow((r) => (terms === 1 ? `sum${r} += valueAt${short.name}(place${r}) * there;` : addFour(short, r, isReadOnce)))}
  }
  ${everyRow((r) => `if (firstRow + ${r} < rowEnd) { let row = firstRow + ${r}; ${store(variant, areSwapped, `sum${r}`, places)} }`)}
}`;
}

/** The term k + j of a thread's places. */
const longValue = ({ name }: Side, places: Reading['places'], j: number) =>
  `${places === 4 ? 'fourOf' : 'valueOf'}${name}(lookup, k + ${j})`;

/** `there0` to `there3`. */
function fourTermsOfLong(long: Side, places: Reading['places']): string {
  if (isReadByFours(long))
    return `let there = fourOf${long.name}(lookup, k); ${FOUR.map((j) => `let there${j} = there[${j}];`).join(' ')}`;
  return FOUR.map((j) => `let there${j} = ${longValue(long, places, j)};`).join(' ');
}

function addFour({ name }: Side, r: number, isReadOnce: boolean): string {
  const oneByOne = FOUR.map((j) => `valueAt${name}(placeOf${name}(row${r}, term${j}))`).join(', ');
  const terms = isReadOnce ? `fourAt${name}(place${r})` : `vec4<f32>(${oneByOne})`;
  return `{ let terms = ${terms}; sum${r} += ${FOUR.map((j) => `terms[${j}] * there${j}`).join(' + ')}; }`;
}

const isReadByFours = ({ operand, width }: Side) => operand.along === 'k' && width === 4;

const FOUR = [0, 1, 2, 3];

function store({ kind, isPart }: ProductVariant, areSwapped: boolean, sum: string, places: Reading['places']): string {
  const value = (each: string, n: string) => (isPart ? each : `finished(${each}, ${n})`);
  if (places === 4 && !areSwapped)
    return `let m = row; C[(part + ${kind.rowOfC} + column) / 4] = ${value(sum, 'column')};`;
  const [m, n] = areSwapped ? ['at', 'row'] : ['row', 'at'];
  const one = (at: string, each: string) =>
    `{ let at = ${at}; let m = ${m}; let n = ${n}; C[part + ${kind.rowOfC} + n] = ${value(each, 'n')}; }`;
  return places === 1 ? one('column', sum) : FOUR.map((j) => one(`column + ${j}`, `${sum}[${j}]`)).join(' ');
}
