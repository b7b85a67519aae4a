import type { LossPoint } from './loss-points.ts';

/** Where a chart's lines are in its picture, in the picture's units. */
export const PLOT = { left: 40, top: 10, width: 250, height: 92 } as const;

/** A number at an axis, and where it is. */
type Tick = { readonly at: number; readonly text: string };

/** One loss as a line with its axes. */
export type LossChart = {
  /** x,y x,y ... of an SVG polyline. */
  readonly line: string;
  /** From the bottom, which is 0, to the top. */
  readonly values: readonly Tick[];
  /** From the left, which is step 0, to the last step. */
  readonly steps: readonly Tick[];
};

/** The chart of a loss by step: from step 0 to the last one, and from 0 to a round number above the largest value. */
export function lossChart(points: readonly LossPoint[], loss: string): LossChart {
  const heightOf = (point: LossPoint) => point[loss] ?? 0;
  const values = roundTicks(Math.max(...points.map(heightOf), 1e-9));
  const steps = roundTicks(points.at(-1)?.step ?? 1).filter(Number.isInteger);
  const most = values.at(-1) as number;
  const last = Math.max(points.at(-1)?.step ?? 1, 1);
  const x = (step: number) => PLOT.left + (PLOT.width * step) / last;
  const y = (value: number) => PLOT.top + PLOT.height * (1 - value / most);
  return {
    line: points.map((point) => `${x(point.step).toFixed(1)},${y(heightOf(point)).toFixed(1)}`).join(' '),
    values: values.map((value) => ({ at: y(value), text: String(value) })),
    steps: steps.filter((step) => step <= last).map((step) => ({ at: x(step), text: step.toLocaleString('en') })),
  };
}

/** From 0 on in equal paces of 1, 2 or 5 and zeros, three to six of them, up to a number that is not below `most`. */
export function roundTicks(most: number): number[] {
  const digit = 10 ** Math.floor(Math.log10(most / 3));
  const pace = [1, 2, 5, 10].map((first) => first * digit).findLast((each) => most / each > 2.001) ?? digit;
  const count = Math.ceil(most / pace - 1e-9);
  // Numbers as people write them: 0.3, not 0.30000000000000004.
  return Array.from({ length: count + 1 }, (_, i) => Number((i * pace).toPrecision(6)));
}
