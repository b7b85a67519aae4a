import { backend_util } from '@tensorflow/tfjs-core';
import type { KernelCase, Outcome, Values } from '../kernel-case.ts';

/** BatchMatMul by its formula: y[..., i, j] = the sum over k of a[..., i, k] * b[..., k, j], outer axes broadcast. */
export function multiplyMatrices({ inputs, attrs }: KernelCase): Outcome {
  const { a, b } = inputs as Record<'a' | 'b', Values>;
  const [rows, inner] = lastTwo(a, attrs.transposeA === true);
  const [, columns] = lastTwo(b, attrs.transposeB === true);
  const outer = backend_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const values: number[] = [];
  for (const place of placesOf(outer))
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++) {
        let sum = 0;
        for (let k = 0; k < inner; k++)
          sum +=
            valueAt(a, place, attrs.transposeA ? [k, i] : [i, k]) *
            valueAt(b, place, attrs.transposeB ? [j, k] : [k, j]);
        values.push(sum);
      }
  return { outputs: [{ shape: [...outer, rows, columns], dtype: 'float32', values }] };
}

function lastTwo({ shape }: Values, isTransposed: boolean): [number, number] {
  const [first, second] = shape.slice(-2) as [number, number];
  return isTransposed ? [second, first] : [first, second];
}

/** Every place of a shape, in the order of the memory. */
function placesOf(shape: number[]): number[][] {
  let places: number[][] = [[]];
  for (const size of shape) places = places.flatMap((place) => Array.from({ length: size }, (_, i) => [...place, i]));
  return places;
}

/** The value at an outer place, which an axis of 1 repeats, and an inner one. */
function valueAt({ shape, values }: Values, outer: number[], inner: [number, number]): number {
  const place = [...outer.slice(outer.length - shape.length + 2), ...inner];
  const at = place.reduce((sum, i, axis) => sum * (shape[axis] as number) + (shape[axis] === 1 ? 0 : i), 0);
  return values[at] as number;
}
