import type { TrainableBackendWasm } from '../backend.ts';
import { parallelFor } from './parallel-for.ts';

/** An axis of a copy: its size, and how far source and target go forward in it, in values. */
export type CopyAxis = { size: number; from: number; to: number };

/** A copy as runs of neighbouring values under four axes, of which the first ones may have one place. */
export type CopyPlan = { run: number; axes: readonly [CopyAxis, CopyAxis, CopyAxis, CopyAxis] };

const MOST_AXES = 4;

/**
 * Joins neighbouring axes that source and target walk as one; the last becomes the run.
 *
 * @returns `undefined` where more than four axes are left above the run.
 */
export function planCopy(axes: readonly CopyAxis[]): CopyPlan | undefined {
  const joined: CopyAxis[] = [];
  for (const axis of axes.filter(({ size }) => size !== 1)) {
    const last = joined.at(-1);
    const together = last && last.from === axis.from * axis.size && last.to === axis.to * axis.size;
    if (together) Object.assign(last, { ...axis, size: last.size * axis.size });
    else joined.push({ ...axis });
  }
  const inner = joined.at(-1);
  const run = inner?.from === 1 && inner.to === 1 ? (joined.pop() as CopyAxis).size : 1;
  if (joined.length > MOST_AXES) return undefined;
  const axis = (i: number) => joined[joined.length - MOST_AXES + i] ?? { size: 1, from: 0, to: 0 };
  return { run, axes: [axis(0), axis(1), axis(2), axis(3)] };
}

/** Copies 32-bit values from one address to another. */
export function copyRuns(backend: TrainableBackendWasm, from: number, to: number, { run, axes }: CopyPlan): void {
  const count = axes.reduce((product, { size }) => product * size, run);
  const [a, b, c, d] = axes;
  const sizes = [b.size, c.size, d.size] as const;
  const steps = [a.from, b.from, c.from, d.from, a.to, b.to, c.to, d.to] as const;
  parallelFor(backend, 'copyRuns', count, (begin, size) => [from, to, begin, size, ...sizes, run, ...steps]);
}
