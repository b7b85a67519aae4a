import { backend_util, util } from '@tensorflow/tfjs-core';

/**
 * How two shapes are walked together: the output seen as blocks of three axes, and how far each operand goes forward in each
 * of them, in values; 0 where its values repeat. In the last axis that is 0 or 1.
 */
export type BroadcastPlan = {
  shape: number[];
  sizes: readonly [number, number, number];
  a: readonly [number, number, number];
  b: readonly [number, number, number];
  /** Where each block of the output begins in either operand, in values. Nearly all shapes are one block. */
  blocks: readonly { a: number; b: number }[];
};

type Axis = { size: number; inA: boolean; inB: boolean };

/** The plan, with neighbouring axes joined where both operands allow it; those beyond three make blocks. */
export function planBroadcast(aShape: number[], bShape: number[]): BroadcastPlan {
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
  while (axes.length < 3) axes.unshift({ size: 1, inA: false, inB: false });
  const [a, b] = [steps(axes, 'inA'), steps(axes, 'inB')];
  const lastThree = (numbers: readonly number[]) => numbers.slice(-3) as [number, number, number];
  const sizes = axes.map(({ size }) => size);
  let blocks = [{ a: 0, b: 0 }];
  sizes.slice(0, -3).forEach((size, axis) => {
    const forward = (i: number) => ({ a: i * (a[axis] as number), b: i * (b[axis] as number) });
    const places = Array.from({ length: size }, (_, i) => forward(i));
    blocks = blocks.flatMap((block) => places.map((place) => ({ a: block.a + place.a, b: block.b + place.b })));
  });
  return { shape, sizes: lastThree(sizes), a: lastThree(a), b: lastThree(b), blocks };
}

/** How far an operand goes forward in each axis. */
function steps(axes: readonly Axis[], operand: 'inA' | 'inB'): number[] {
  const inner = (i: number) => util.sizeFromShape(axes.slice(i + 1).map((axis) => (axis[operand] ? axis.size : 1)));
  return axes.map((axis, i) => (axis[operand] ? inner(i) : 0));
}
