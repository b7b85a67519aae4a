import { backend_util, util } from '@tensorflow/tfjs-core';
import type { Dispatch } from '../run/dispatch.ts';
import { groupNumber, rowsOfGroups, THREADS } from './rows-of-groups.ts';

/** A shader of two values, which lie in tensors whose shapes broadcast to that of the output. */
export type Pairwise = {
  name: string;
  /** Functions that `code` calls, in WGSL where `T` is f32. */
  functions: string;
  /** WGSL of the value of a and b. */
  code: string;
};

/** The shader that computes `pair` for tensors of these shapes, and its uniform. */
export function broadcastShader(pair: Pairwise, a: readonly number[], b: readonly number[]): BroadcastPlan {
  const shape = backend_util.assertAndGetBroadcastShape([...a], [...b]);
  const axes = mergedAxes(shape, a, b);
  const size = util.sizeFromShape(shape);
  const groups = Math.ceil(size / THREADS);
  return {
    shape,
    key: `${pair.name} over ${axes.length} axes`,
    code: () => broadcastCode(pair, axes.length),
    uniform: Uint32Array.of(
      size,
      0,
      0,
      0,
      ...axes.flatMap(({ size, strideA, strideB }) => [size, strideA, strideB, 0]),
    ),
    grid: rowsOfGroups(groups),
  };
}

type BroadcastPlan = Pick<Dispatch, 'key' | 'code' | 'grid'> & { shape: number[]; uniform: Uint32Array<ArrayBuffer> };

/** An axis of the output, with how far the next value in a and in b is: 0 where they broadcast. */
type Axis = { size: number; strideA: number; strideB: number };

/** The axes from the last one on; neighbours through which both inputs go in the same way are one. */
function mergedAxes(shape: readonly number[], a: readonly number[], b: readonly number[]): Axis[] {
  const axes: Axis[] = [];
  let [stepA, stepB] = [1, 1];
  for (let back = 1; back <= shape.length; back++) {
    const size = shape.at(-back) as number;
    const [sizeA, sizeB] = [a.length < back ? 1 : a.at(-back), b.length < back ? 1 : b.at(-back)];
    const [strideA, strideB] = [sizeA === 1 ? 0 : stepA, sizeB === 1 ? 0 : stepB];
    const inner = axes.at(-1);
    const joins = (stride: number, of: number, size: number) => stride === of * size;
    if (size === 1) continue;
    if (inner && joins(strideA, inner.strideA, inner.size) && joins(strideB, inner.strideB, inner.size))
      inner.size *= size;
    else axes.push({ size, strideA, strideB });
    if (strideA) stepA *= size;
    if (strideB) stepB *= size;
  }
  return axes.length > 0 ? axes : [{ size: 1, strideA: 0, strideB: 0 }];
}

function broadcastCode({ functions, code }: Pairwise, axes: number): string {
  return `
alias T = f32;
alias U = u32;
alias I = i32;
alias B = bool;
${functions}
struct Shape { values: vec4<u32>, axes: array<vec4<u32>, ${axes}> }
@group(0) @binding(0) var<storage, read_write> y: array<f32>;
@group(0) @binding(1) var<storage, read> first: array<f32>;
@group(0) @binding(2) var<storage, read> second: array<f32>;
@group(0) @binding(3) var<uniform> shape: Shape;
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let i = ${groupNumber()} * ${THREADS}u + thread;
  if (i >= shape.values.x) { return; }
  var rest = i;
  var places = vec2<u32>();
  for (var axis = 0u; axis < ${axes}u; axis++) {
    let along = shape.axes[axis];
    places += (rest % along.x) * along.yz;
    rest /= along.x;
  }
  let a = first[places.x];
  let b = second[places.y];
  y[i] = ${code};
}`;
}
