import type { TypedArray } from '@tensorflow/tfjs-core';
/** An axis of the result: its size, and how far the source goes forward in it, in values; backward where that is negative. */
export type WalkAxis = { size: number; from: number };

/** Copies the values of a source that is walked by these axes, the last one fastest. Right for any shape and type, not fast. */
export function copyWalk(from: TypedArray, to: TypedArray, first: number, axes: readonly WalkAxis[]): void {
  if (to.length === 0) return;
  const places = axes.map(() => 0);
  let place = first;
  for (let i = 0; i < to.length; i++) {
    to[i] = from[place] as number;
    for (let axis = axes.length - 1; axis >= 0; axis--) {
      const { size, from: step } = axes[axis] as WalkAxis;
      place += step;
      places[axis] = (places[axis] as number) + 1;
      if ((places[axis] as number) < size) break;
      places[axis] = 0;
      place -= step * size;
    }
  }
}
