import { util } from '@tensorflow/tfjs-core';
import { dispatch } from '../run/dispatch.ts';
import { groupNumber, rowsOfGroups, THREADS } from '../wgsl/rows-of-groups.ts';
import type { OwnKernel } from './own-kernel.ts';

/**
 * Lines of 8-bit values made longer or shorter, each value a weighted sum of neighbours:
 * ({ x, first, weights }, { fractionBits }) -> y. x [outer, from, inner], first [to] and weights [to, stride] are int32:
 *
 *     y[o, p, i] = clamp((2^(fractionBits - 1) + sum over k of x[o, first[p] + k, i] * weights[p, k]) >> fractionBits, 0, 255)
 *
 * in 32-bit integers, as Pillow resizes. Where a line ends before the weights do, they are 0.
 */
export const resamplePixels: OwnKernel = {
  name: 'ResamplePixels',
  covers: 'int32 tensors',
  run({ backend, inputs: { x, first, weights }, attrs }) {
    if (x?.dtype !== 'int32' || first?.dtype !== 'int32' || weights?.dtype !== 'int32') return undefined;
    const [outer, from, inner] = x.shape as [number, number, number];
    const [to, stride] = weights.shape as [number, number];
    const y = backend.makeOutput([outer, to, inner], 'int32');
    const size = util.sizeFromShape(y.shape);
    if (size === 0) return y;
    dispatch(backend, {
      key: 'resample pixels',
      code: () => CODE,
      outputs: [y],
      inputs: [x, first, weights],
      uniform: Uint32Array.of(size, from, to, inner, stride, attrs.fractionBits as number),
      grid: rowsOfGroups(Math.ceil(size / THREADS)),
    });
    return y;
  },
};

const CODE = `
struct Numbers { size: u32, from_: u32, to_: u32, inner: u32, stride: u32, fractionBits: u32 }
@group(0) @binding(0) var<storage, read_write> y: array<i32>;
@group(0) @binding(1) var<storage, read> x: array<i32>;
@group(0) @binding(2) var<storage, read> first: array<i32>;
@group(0) @binding(3) var<storage, read> weights: array<i32>;
@group(0) @binding(4) var<uniform> n: Numbers;
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = ${groupNumber()} * ${THREADS}u + thread;
  if (i >= n.size) { return; }
  let place = i / n.inner % n.to_;
  let line = i / (n.inner * n.to_) * n.from_;
  let begin = u32(first[place]);
  var sum = 1i << (n.fractionBits - 1u);
  for (var k = 0u; k < n.stride; k++) {
    let neighbour = min(begin + k, n.from_ - 1u);
    sum += x[(line + neighbour) * n.inner + i % n.inner] * weights[place * n.stride + k];
  }
  y[i] = clamp(sum >> n.fractionBits, 0, 255);
}`;
