import { util } from '@tensorflow/tfjs-core';
import { dispatch } from '../run/dispatch.ts';
import { groupNumber, rowsOfGroups, THREADS } from '../wgsl/rows-of-groups.ts';
import { isFloat, type OwnKernel } from './own-kernel.ts';

/**
 * The mean binary cross-entropy of sigmoid(x) against a label of 1 or 0, log(1 + exp(-x)) or log(1 + exp(x)):
 * ({ logits }, { label }) -> loss [].
 */
export const bceWithLogits: OwnKernel = {
  name: 'BceWithLogits',
  covers: 'a float32 tensor logits',
  run({ backend, inputs: { logits }, attrs: { label } }) {
    if (!isFloat(logits)) return undefined;
    const size = util.sizeFromShape(logits.shape);
    if (size === 0) return backend.makeFilled([], Number.NaN);
    const loss = backend.makeOutput([]);
    const uniform = Uint32Array.of(size, label as number);
    dispatch(backend, {
      key: 'bceWithLogits',
      code: () => LOSS,
      outputs: [loss],
      inputs: [logits],
      uniform,
      grid: [1],
    });
    return loss;
  },
};

/** dLogits = dy * (sigmoid(x) - label) / size: ({ dy, logits }, { label }) -> dLogits, where dy is a scalar. */
export const bceWithLogitsGrad: OwnKernel = {
  name: 'BceWithLogitsGrad',
  covers: 'a float32 tensor logits and a float32 scalar dy',
  run({ backend, inputs: { dy, logits }, attrs: { label } }) {
    if (!isFloat(dy) || !isFloat(logits) || util.sizeFromShape(dy.shape) !== 1) return undefined;
    const size = util.sizeFromShape(logits.shape);
    const dLogits = backend.makeOutput(logits.shape);
    if (size === 0) return dLogits;
    const groups = Math.ceil(size / THREADS);
    dispatch(backend, {
      key: 'bceWithLogitsGrad',
      code: () => GRADIENT,
      outputs: [dLogits],
      inputs: [dy, logits],
      uniform: Uint32Array.of(size, label as number),
      grid: rowsOfGroups(groups),
    });
    return dLogits;
  },
};

const HEAD = `
struct Numbers { size: u32, label: u32 }
fn isNan(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }`;

/** One workgroup, because a discriminator has few logits. */
const LOSS = `${HEAD}
@group(0) @binding(0) var<storage, read_write> loss: array<f32>;
@group(0) @binding(1) var<storage, read> logits: array<f32>;
@group(0) @binding(2) var<uniform> numbers: Numbers;
var<workgroup> sums: array<f32, ${THREADS}>;

// log(1 + t) for t from 0 to 1, as s = t / (2 + t) makes it 2 (s + s^3 / 3 + s^5 / 5 + ...): no digit is lost next to 0.
fn logOfOneAnd(t: f32) -> f32 {
  let s = t / (2 + t);
  let z = s * s;
  return s * (2 + z * (2.0 / 3 + z * (2.0 / 5 + z * (2.0 / 7 + z * (2.0 / 9 + z * (2.0 / 11 + z * (2.0 / 13)))))));
}

@compute @workgroup_size(${THREADS})
fn main(@builtin(local_invocation_index) thread: u32) {
  var sum = 0.0;
  for (var i = thread; i < numbers.size; i += ${THREADS}u) {
    let x = logits[i];
    let z = select(x, -x, numbers.label == 1u);
    let term = max(z, 0) + logOfOneAnd(exp(-abs(x)));
    sum += select(term, x, isNan(x)); // max may drop what is not a number
  }
  sums[thread] = sum;
  workgroupBarrier();
  for (var half = ${THREADS / 2}u; half > 0u; half /= 2u) {
    if (thread < half) { sums[thread] += sums[thread + half]; }
    workgroupBarrier();
  }
  if (thread == 0u) { loss[0] = sums[0] / f32(numbers.size); }
}`;

const GRADIENT = `${HEAD}
@group(0) @binding(0) var<storage, read_write> dLogits: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> logits: array<f32>;
@group(0) @binding(3) var<uniform> numbers: Numbers;
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = ${groupNumber()} * ${THREADS}u + thread;
  if (i >= numbers.size) { return; }
  let x = logits[i];
  let t = exp(-abs(x));
  // sigmoid(x) - 1 is -sigmoid(-x), which keeps its digits where the sigmoid is nearly 1.
  let isAbove = select(x >= 0, x < 0, numbers.label == 1u);
  let away = select(t, 1, isAbove) / (1 + t);
  let slope = select(away, -away, numbers.label == 1u);
  dLogits[i] = select(slope, x, isNan(x)) * (dy[0] / f32(numbers.size));
}`;
