import { metrics } from '@pix2pix-ts/metrics';
import { lossLabel } from '@pix2pix-ts/trainer';
import { joinSteps, lossColour, lossGroups, metricTitle } from '../report/loss-curves.ts';
import type { Log } from '../report/report.ts';

/** Points that a chart of the live page gets. */
export type LivePoints = {
  readonly title: string;
  readonly lines: readonly { readonly label: string; readonly colour: string }[];
  /** Whether the lines are smoothed, as losses are. */
  readonly isSmoothed: boolean;
  /** How many logged steps a point stands for: the page joins those that follow in the same way. */
  readonly joined: number;
  /** The step, and a value for each line. */
  readonly points: readonly (readonly (number | null)[])[];
};

/** At the beginning; more come afterwards. */
const MOST_POINTS = 1200;

/** The points of the charts that this part of a log has something for, losses first. */
export function livePoints({ steps, heldOut }: Pick<Log, 'steps' | 'heldOut'>): LivePoints[] {
  const joined = Math.max(1, Math.ceil(steps.length / MOST_POINTS));
  const points = joinSteps(steps, MOST_POINTS);
  const losses = lossGroups(steps).map(({ title, names }) => ({
    title,
    lines: names.map((name) => ({ label: lossLabel(name), colour: lossColour(name) })),
    isSmoothed: true,
    joined,
    points: points.map(({ step, losses }) => [step, ...names.map((name) => losses[name] ?? null)]),
  }));
  const measured = metrics.names.map((name) => ({
    title: metricTitle(name),
    lines: [{ label: 'measured', colour: 'l1' }],
    isSmoothed: false,
    joined: 1,
    points: heldOut.flatMap(({ step, figures }) => (figures[name] === undefined ? [] : [[step, figures[name]]])),
  }));
  return [...losses, ...measured.filter(({ points }) => points.length > 0)];
}
