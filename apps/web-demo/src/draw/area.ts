import { SIDE } from './operation.ts';

/** A part of a drawing in integer pixels; `right` and `bottom` are outside. */
export type Area = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

/** All of a drawing. */
export const WHOLE: Area = { left: 0, top: 0, right: SIDE, bottom: SIDE };

/** The smallest area around points x, y, x, y, ... and `margin` more on each side, as far as it is in the drawing. */
export function areaAround(points: readonly number[], margin: number): Area {
  const [xs, ys] = [points.filter((_, i) => i % 2 === 0), points.filter((_, i) => i % 2 === 1)];
  const inside = (value: number) => Math.min(SIDE, Math.max(0, value));
  return {
    left: inside(Math.floor(least(xs) - margin)),
    top: inside(Math.floor(least(ys) - margin)),
    right: inside(Math.ceil(most(xs) + margin)),
    bottom: inside(Math.ceil(most(ys) + margin)),
  };
}

/** The smallest area that contains both. */
export function union(one: Area | undefined, other: Area): Area {
  if (!one) return other;
  return {
    left: Math.min(one.left, other.left),
    top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right),
    bottom: Math.max(one.bottom, other.bottom),
  };
}

/** Whether there is no pixel in it. */
export function isEmpty({ left, top, right, bottom }: Area): boolean {
  return left >= right || top >= bottom;
}

// Not Math.min(...values): a long stroke has more points than a call may have arguments.
function least(values: readonly number[]): number {
  return values.reduce((found, value) => Math.min(found, value), Number.POSITIVE_INFINITY);
}

function most(values: readonly number[]): number {
  return values.reduce((found, value) => Math.max(found, value), Number.NEGATIVE_INFINITY);
}
