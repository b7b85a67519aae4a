import { backend_util, util } from '@tensorflow/tfjs-core';

/**
 * How two shapes are walked together: the output seen as three axes, and how far each operand goes forward in each, in
 * values; 0 where its values repeat. In the last axis that is 0 or 1.
 */
export type BroadcastPlan = {
  shape: number[];
  sizes: readonly [number, number, number];
  a: readonly [number, number, number];
  b: readonly [number, number, number];
};

type Axis = { size: number; inA: boolean; inB: boolean };

/** The plan, with neighbouring axes joined where both operands allow it; `undefined` where more than three are left. */
export function planBroadcast(aShape: number[], bShape: number[]): BroadcastPlan | undefined {
  const shape = backend_util.assertAndGetBroadcastShape(aShape, bShape);
  const axes: Axis[] = [];
  shape.forEach((size, i) => {
    if (size === 1) return;
    const has = (operand: number[]) => (operand[i - shape.length + operand.length] ?? 1) !== 1;
    const axis = { size, inA: has(aShape), inB: has(bShape) };
    const last = axes.at(-1);
    if (last && last.inA === axis.inA && last.inB === axis.inB) last.size *= size;
    else axes.push(axis);
  });
  if (axes.length > 3) return undefined;
  while (axes.length < 3) axes.unshift({ size: 1, inA: false, inB: false });
  const sizes = axes.map(({ size }) => size) as [number, number, number];
  return { shape, sizes, a: steps(axes, 'inA'), b: steps(axes, 'inB') };
}

/** How far an operand goes forward in each axis. */
function steps(axes: readonly Axis[], operand: 'inA' | 'inB'): [number, number, number] {
  const inner = (i: number) => util.sizeFromShape(axes.slice(i + 1).map((axis) => (axis[operand] ? axis.size : 1)));
  return axes.map((axis, i) => (axis[operand] ? inner(i) : 0)) as [number, number, number];
}
