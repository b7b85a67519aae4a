import type { KernelTime } from '../process/kernel-profile.ts';
import type { KernelWork } from './kernel-work.ts';

/** The most that the machine's wasm does on that many threads, measured in the same run. */
export type Probes = { threads: number; gflops: number; copyGBs: number };

/**
 * What a kernel took in the median of some runs, and in the quickest: other work on the machine only ever adds, to a kernel
 * much more than to a probe, which needs no cache.
 */
export type BestTime = KernelTime & { leastMs: number };

/** A kernel at one set of shapes: ms and calls of one step, how fast its quickest run was, and the share of what the probe reaches. */
export type KernelRate = BestTime & {
  bound: KernelWork['bound'];
  /** How a convolution of the wasm engine is computed, and the rate of the direct product in its place. */
  form?: string;
  directGflops?: number;
  /** Operations of the direct product in a second: a form with fewer multiplications may exceed the probe. */
  gflops?: number;
  gbs?: number;
  /** Of the probe that bounds it. */
  share?: number;
  /** What it should reach at least. */
  goal?: number;
};

/** Products of fewer rows than this are not held to the goal. */
const LEAST_ROWS = 64;
/** Nor is what moves less than this: calling a kernel takes longer than moving it. */
const LEAST_BYTES = 2 ** 20;
const ARITHMETIC_GOAL = 0.75;
const MEMORY_GOAL = 0.6;

/** The rate of a kernel that did this work in each of its calls. Without probes, as on other engines, there is no share. */
export function kernelRate({ name, ms, leastMs, calls }: BestTime, work: KernelWork, probes?: Probes): KernelRate {
  const time = { name, ms, leastMs, calls, bound: work.bound };
  if (work.bound === 'nothing') return time;
  const perSecond = (amount: number) => (amount * calls) / (leastMs * 1e6); // in thousands of millions
  if (work.bound === 'memory') {
    const gbs = perSecond(work.bytes);
    const goal = !work.product && work.bytes >= LEAST_BYTES ? { goal: MEMORY_GOAL } : {};
    return { ...time, gbs, ...(probes && { share: gbs / probes.copyGBs, ...goal }) };
  }
  const gflops = perSecond(work.flop);
  const goal = work.rows >= LEAST_ROWS ? { goal: ARITHMETIC_GOAL } : {};
  return { ...time, gflops, ...(probes && { share: gflops / probes.gflops, ...goal }) };
}

/** The rates as lines of a table, the longest time first; what falls short of its goal says so. */
export function rateLines(rates: readonly KernelRate[]): string[] {
  const rows = rates.map(({ name, ms, calls, gflops, gbs, share, goal, form, directGflops }) => [
    name,
    String(calls),
    ms.toFixed(2),
    gflops !== undefined ? `${gflops.toFixed(1)} GFLOP/s` : gbs !== undefined ? `${gbs.toFixed(1)} GB/s` : '-',
    share === undefined ? '' : percent(share),
    share !== undefined && goal !== undefined && share < goal ? `below ${percent(goal)}` : '',
    form === undefined || form === 'direct' ? '' : `${form}, direct ${directGflops?.toFixed(1) ?? '-'} GFLOP/s`,
  ]);
  const table = [['kernel and shapes', 'calls', 'ms', 'rate at best', 'of probe', '', ''], ...rows];
  const widths = [0, 1, 2, 3, 4, 5, 6].map((i) => Math.max(...table.map((row) => (row[i] as string).length)));
  const align = (cell: string, i: number) =>
    i === 0 || i === 6 ? cell.padEnd(widths[i] as number) : cell.padStart(widths[i] as number);
  return table.map((row) => row.map(align).join('  ').trimEnd());
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
