import type { Dispatch } from '../run/dispatch.ts';
import { groupNumber, rowsOfGroups, THREADS } from './rows-of-groups.ts';

/** How many values become one, and how. */
export type Reduction = {
  name: string;
  /** WGSL of `a` and `b` together; the order is fixed. */
  combine: string;
  /** What changes nothing. */
  neutral: number;
};

/** Of a tensor seen as [outer, count, inner], whose middle axis is reduced; `parts` of it side by side. */
export type ReductionSizes = { outer: number; count: number; inner: number; parts: number };

/** So many results side by side are read in one go. */
const MOST_RESULTS = 32;
/** Enough workgroups to keep a card busy. */
const ENOUGH_GROUPS = 512;
/** A part that is shorter costs more than it brings. */
const LEAST_OF_A_THREAD = 16;

/** How many of a workgroup's threads share a result: as many as its values need, where the results are read in one go. */
function threadsOfResult({ outer, count, inner }: Omit<ReductionSizes, 'parts'>): number {
  const results = inner > 1 ? Math.min(MOST_RESULTS, powerAbove(inner)) : 1;
  const most = THREADS / results;
  const wanted = outer * inner > THREADS ? powerAbove(count / LEAST_OF_A_THREAD) : powerAbove(count);
  return Math.min(most, wanted);
}

const powerAbove = (value: number) => 2 ** Math.max(0, Math.ceil(Math.log2(value)));

/** In how many parts a reduction is best done, so that few results of many values keep more than one workgroup busy. */
export function partsOf(sizes: Omit<ReductionSizes, 'parts'>): number {
  const threads = threadsOfResult(sizes);
  const groups = Math.ceil((sizes.outer * sizes.inner * threads) / THREADS);
  const most = Math.floor(sizes.count / (threads * LEAST_OF_A_THREAD));
  return Math.max(1, Math.min(most, Math.ceil(ENOUGH_GROUPS / groups), THREADS));
}

/**
 * The shader that gives [parts, outer, inner], each result times `scale`, and its uniform. The threads of a result add up
 * every so many values, then each other's sums by halves: as repeatable as exact.
 */
export function reductionShader(work: Reduction, sizes: ReductionSizes, scale: number): Shader {
  const { outer, count, inner, parts } = sizes;
  const threads = threadsOfResult({ outer, count, inner });
  const groups = Math.ceil((outer * inner * threads) / THREADS);
  const floats = new Uint32Array(Float32Array.of(work.neutral, scale).buffer);
  return {
    key: work.name,
    code: () => reductionCode(work),
    uniform: Uint32Array.of(outer * inner, count, inner, threads, parts, ...floats, 0),
    grid: [...rowsOfGroups(groups), parts],
  };
}

type Shader = Pick<Dispatch, 'key' | 'code' | 'grid'> & { uniform: Uint32Array<ArrayBuffer> };

const reductionCode = ({ combine }: Reduction) => `
struct Sizes { results: u32, count: u32, inner: u32, threads: u32, parts: u32, neutral: f32, scale: f32 }
@group(0) @binding(0) var<storage, read_write> y: array<f32>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<uniform> n: Sizes;
var<workgroup> sums: array<f32, ${THREADS}>;

fn isNan(value: f32) -> bool { return (bitcast<u32>(value) & 0x7fffffffu) > 0x7f800000u; }
fn combine(a: f32, b: f32) -> f32 { return ${combine}; }

@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let side = ${THREADS}u / n.threads; // results of this workgroup
  let result = ${groupNumber()} * side + thread % side;
  let lane = thread / side;
  let length = (n.count + n.parts - 1u) / n.parts;
  let end = min((group.z + 1u) * length, n.count);
  var sum = n.neutral;
  if (result < n.results) {
    let first = (result / n.inner) * n.count * n.inner + result % n.inner;
    for (var k = group.z * length + lane; k < end; k += n.threads) {
      sum = combine(sum, x[first + k * n.inner]);
    }
  }
  sums[thread] = sum;
  for (var half = n.threads / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) { sums[thread] = combine(sums[thread], sums[thread + half * side]); }
  }
  if (lane == 0u && result < n.results) { y[group.z * n.results + result] = sums[thread] * n.scale; }
}`;
