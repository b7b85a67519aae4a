import type { TrainableBackendWasm } from '../backend.ts';
import { parallelFor } from './parallel-for.ts';

/** An axis of a copy: its size, and how far source and target go forward in it, in values. */
export type CopyAxis = { size: number; from: number; to: number };

/** A copy as runs of neighbouring values under at most four axes. */
export type CopyPlan = { run: number; axes: readonly CopyAxis[] };

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
  while (joined.length < MOST_AXES) joined.unshift({ size: 1, from: 0, to: 0 });
  return { run, axes: joined };
}

/** Copies 32-bit values from one address to another. */
export function copyRuns(backend: TrainableBackendWasm, from: number, to: number, { run, axes }: CopyPlan): void {
  const count = axes.reduce((product, { size }) => product * size, run);
  const sizes = axes.slice(1).map(({ size }) => size);
  const steps = [...axes.map((axis) => axis.from), ...axes.map((axis) => axis.to)];
  parallelFor(backend, 'copyRuns', count, (begin, size) => [from, to, begin, size, ...sizes, run, ...steps]);
}
