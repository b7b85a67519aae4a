import type { Dispatch } from '../run/dispatch.ts';

/** What is normalised: the values of a channel in all rows of an image, where a row is a pixel. */
export type NormSize = { images: number; rows: number; channels: number };

/** How the work of a norm is shared out. */
export type NormPlan = {
  /** Channels that a thread does at once. */
  width: 1 | 4;
  /** Pieces that an image's rows are cut into, each for a workgroup of its own; more than one takes two shaders. */
  cuts: number;
  grid: Dispatch['grid'];
  /** The sizes, and the numbers of the shader after them. */
  uniform: Uint32Array<ArrayBuffer>;
};

/** A workgroup has so many threads, the most that every WebGPU has: some channels next to each other, in some rows at once. */
const THREADS = 256;
/** Channels, or vectors of four of them, of a workgroup; with four it reads 128 bytes of a row. */
const LANES = { 1: 32, 4: 8 } as const;
/** Workgroups that keep a GPU busy; where there are fewer, large images are cut. */
const ENOUGH_GROUPS = 256;
/** A piece has no fewer rows than this, so that none is empty. */
const LEAST_ROWS = 1024;
/** Images in the grid's second dimension; the third one takes the rest, because each is limited to 65535. */
const ROW_OF_IMAGES = 256;

/** @param numbers what the shader calls `numbers` besides the sizes, f32. */
export function normPlan({ images, rows, channels }: NormSize, numbers: readonly number[] = []): NormPlan {
  const width = channels % 4 === 0 ? 4 : 1;
  const columns = channels / width;
  const groups = Math.ceil(columns / LANES[width]);
  const cuts = Math.max(1, Math.floor(Math.min(ENOUGH_GROUPS / (groups * images), rows / LEAST_ROWS)));
  const words = Uint32Array.of(images, rows, columns, cuts, ...numbers);
  new Float32Array(words.buffer).set(numbers, 4);
  return {
    width,
    cuts,
    grid: [groups, Math.min(images, ROW_OF_IMAGES), cuts * Math.ceil(images / ROW_OF_IMAGES)],
    uniform: words,
  };
}

/** A shader of a norm: the names of its bindings in their order, and what it does with them. */
export type NormShader = {
  outputs: readonly string[];
  inputs: readonly string[];
  /** Of the uniform, after the sizes. */
  numbers?: readonly string[];
  /**
   * WGSL that is run by each thread. It finds `lane` and `line`, its place among the threads; `isInside`, whether there is
   * such a channel; `channel`, the channel's place in tensors with a value for each image and channel; `start`, its place in
   * the image's first row; `begin` and `end`, the rows of its workgroup; `cut`, which of the pieces they are; `perPiece`, how
   * many rows a piece has; `parts`, the channel's place in the image's first piece; and `count`, how many rows an image has.
   */
  code: (width: 1 | 4) => string;
};

/** The shader's text: storage of f32, or of vectors of four, and two tables in which a workgroup adds up. */
export function normCode({ outputs, inputs, numbers = [], code }: NormShader, width: 1 | 4): string {
  const names = [...outputs, ...inputs];
  const bindings = names.map((name, i) => {
    const access = i < outputs.length ? 'read_write' : 'read';
    return `@group(0) @binding(${i}) var<storage, ${access}> ${name}: array<T>;`;
  });
  const fields = ['images: u32', 'rows: u32', 'columns: u32', 'cuts: u32', ...numbers.map((name) => `${name}: f32`)];
  const lanes = LANES[width];
  return `
alias T = ${width === 4 ? 'vec4<f32>' : 'f32'};
struct Numbers { ${fields.join(', ')} }
${bindings.join('\n')}
@group(0) @binding(${names.length}) var<uniform> numbers: Numbers;
var<workgroup> one: array<T, ${THREADS}>;
var<workgroup> other: array<T, ${THREADS}>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let image = group.y + (group.z / numbers.cuts) * ${ROW_OF_IMAGES}u;
  if (image >= numbers.images) { return; }
  let lane = thread % ${lanes}u;
  let line = thread / ${lanes}u;
  let column = group.x * ${lanes}u + lane;
  let isInside = column < numbers.columns;
  let channel = image * numbers.columns + column;
  let start = image * numbers.rows * numbers.columns + column;
  let cut = group.z % numbers.cuts;
  let perPiece = (numbers.rows + numbers.cuts - 1u) / numbers.cuts;
  let begin = cut * perPiece;
  let end = select(0u, min(numbers.rows, begin + perPiece), isInside);
  let parts = image * numbers.cuts * 2u * numbers.columns + column;
  let count = f32(numbers.rows);
  ${code(width)}
}`;
}

/** WGSL that runs `code` for each row of the thread, at the place `i`. */
export const eachRow = (width: 1 | 4, code: string) => `
  for (var row = begin + line; row < end; row += ${THREADS / LANES[width]}u) {
    let i = start + row * numbers.columns;
    ${code}
  }`;

/** WGSL that puts each thread's values into the tables and adds them up: the sum of a channel is at its lane. */
export function addUp(width: 1 | 4, sums: Partial<Record<'one' | 'other', string>>): string {
  const each = (statement: (table: string, value: string) => string) =>
    Object.entries(sums)
      .map(([table, value]) => statement(table, value))
      .join(' ');
  return `
  ${each((table, value) => `${table}[thread] = ${value};`)}
  workgroupBarrier();
  for (var half = ${THREADS / 2}u; half >= ${LANES[width]}u; half /= 2u) {
    if (thread < half) { ${each((table) => `${table}[thread] += ${table}[thread + half];`)} }
    workgroupBarrier();
  }`;
}
