import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { dispatch } from '../run/dispatch.ts';
import { groupNumber, rowsOfGroups, THREADS } from '../wgsl/rows-of-groups.ts';
import { isFloat, type OwnKernel } from './own-kernel.ts';

/** mean(|output - target|): ({ output, target }) -> loss []. */
export const l1Loss: OwnKernel = {
  name: 'L1Loss',
  covers: 'float32 tensors output and target of the same shape',
  run({ backend, inputs: { output, target } }) {
    if (!areAlike(output, target)) return undefined;
    const size = util.sizeFromShape(output.shape);
    if (size === 0) return backend.makeFilled([], Number.NaN);
    const loss = backend.makeOutput([]);
    const width = size % 4 === 0 ? 4 : 1;
    dispatch(backend, {
      key: `l1Loss of ${width}`,
      code: () => lossCode(width),
      outputs: [loss],
      inputs: [output, target as TensorInfo],
      uniform: Uint32Array.of(size / width, size),
      grid: [1],
    });
    return loss;
  },
};

/** dOutput = dy * sign(output - target) / size: ({ dy, output, target }) -> dOutput, where dy is a scalar. */
export const l1LossGrad: OwnKernel = {
  name: 'L1LossGrad',
  covers: 'float32 tensors output and target of the same shape, and a float32 scalar dy',
  run({ backend, inputs: { dy, output, target } }) {
    if (!areAlike(output, target) || !isFloat(dy) || util.sizeFromShape(dy.shape) !== 1) return undefined;
    const size = util.sizeFromShape(output.shape);
    const dOutput = backend.makeOutput(output.shape);
    if (size === 0) return dOutput;
    const width = size % 4 === 0 ? 4 : 1;
    const groups = Math.ceil(size / width / THREADS);
    dispatch(backend, {
      key: `l1LossGrad of ${width}`,
      code: () => gradientCode(width),
      outputs: [dOutput],
      inputs: [dy, output, target as TensorInfo],
      uniform: Uint32Array.of(size / width, size),
      grid: rowsOfGroups(groups),
    });
    return dOutput;
  },
};

function areAlike(output: TensorInfo | undefined, target: TensorInfo | undefined): output is TensorInfo {
  return isFloat(output) && isFloat(target) && util.arraysEqual(output.shape, target.shape);
}

const head = (width: 1 | 4) => `
alias T = ${width === 4 ? 'vec4<f32>' : 'f32'};
struct Numbers { vectors: u32, size: u32 }`;

/** One workgroup: images have few values next to what a network computes from them. */
const lossCode = (width: 1 | 4) => `${head(width)}
@group(0) @binding(0) var<storage, read_write> loss: array<f32>;
@group(0) @binding(1) var<storage, read> output: array<T>;
@group(0) @binding(2) var<storage, read> goal: array<T>;
@group(0) @binding(3) var<uniform> numbers: Numbers;
var<workgroup> sums: array<T, ${THREADS}>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(local_invocation_index) thread: u32) {
  var sum = T();
  for (var i = thread; i < numbers.vectors; i += ${THREADS}u) { sum += abs(output[i] - goal[i]); }
  sums[thread] = sum;
  workgroupBarrier();
  for (var half = ${THREADS / 2}u; half > 0u; half /= 2u) {
    if (thread < half) { sums[thread] += sums[thread + half]; }
    workgroupBarrier();
  }
  if (thread == 0u) { loss[0] = ${width === 4 ? 'dot(sums[0], T(1))' : 'sums[0]'} / f32(numbers.size); }
}`;

const gradientCode = (width: 1 | 4) => `${head(width)}
@group(0) @binding(0) var<storage, read_write> dOutput: array<T>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> output: array<T>;
@group(0) @binding(3) var<storage, read> goal: array<T>;
@group(0) @binding(4) var<uniform> numbers: Numbers;
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = ${groupNumber()} * ${THREADS}u + thread;
  if (i >= numbers.vectors) { return; }
  let away = output[i] - goal[i];
  // What is neither above nor below zero is zero, or not a number, and stays so.
  let slope = select(select(away, T(-1), away < T()), T(1), away > T());
  dOutput[i] = slope * (dy[0] / f32(numbers.size));
}`;
