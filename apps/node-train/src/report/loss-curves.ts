import { metrics } from '@pix2pix-ts/metrics';
import { lossLabel } from '@pix2pix-ts/trainer';
import type { Log, LoggedEvaluation, LoggedHeldOut, LoggedStep } from './report.ts';
import { thinOut } from './thin-out.ts';

/** A line of a chart; a gap where the value is null. */
export type Curve = {
  readonly label: string;
  /** The page's name of the colour. */
  readonly colour: string;
  /** `raw`: pale, behind the smoothed line of the same label. `level`: dashed. `marks`: dots without a line. */
  readonly kind: 'smooth' | 'raw' | 'level' | 'points' | 'marks';
  readonly values: readonly (number | null)[];
  /** Whether the line is broken, where there are more lines than colours. @default false */
  readonly dashed?: boolean;
};

/** A chart over the training steps. */
export type Chart = { readonly title: string; readonly steps: readonly number[]; readonly curves: readonly Curve[] };

/** More points than a screen has columns only make the page larger. */
const MAX_POINTS = 1200;
/** How many spans of smoothing a run has: the line follows what takes a thirtieth of the run. */
const SPANS = 30;

/**
 * The charts of a run: the two networks' game, each other loss in training, the metrics on held-out images while training
 * where they were measured, and L1 on them at the ends of a run that was resumed.
 */
export function chartsOf({ steps, evaluations, heldOut }: Log): Chart[] {
  const charts = steps.length > 1 ? lossGroups(steps).map(({ title, names }) => lossChart(title, steps, names)) : [];
  if (heldOut.length > 1) charts.push(...metrics.names.flatMap((name) => metricChart(name, heldOut)));
  if (evaluations.length > 1) charts.push(heldOutChart(thinOut(evaluations, MAX_POINTS)));
  return charts;
}

/** Which losses share a chart, and what it is called: the two networks' game, and each other one by itself. */
export function lossGroups(steps: readonly LoggedStep[]): { title: string; names: readonly string[] }[] {
  const all = lossNames(steps);
  const others = all.filter((name) => !GAME.includes(name));
  return [
    { title: 'The game: discriminator against generator', names: GAME.filter((name) => all.includes(name)) },
    ...others.map((name) => ({ title: `${lossLabel(name)} in training`, names: [name] })),
  ].filter(({ names }) => names.length > 0);
}

/** Two losses that only mean something next to each other. */
const GAME: readonly string[] = ['discriminator', 'adversarial'];

/** The losses that a log has, in the order of its first line. */
export function lossNames(steps: readonly LoggedStep[]): string[] {
  return [...new Set(steps.flatMap(({ losses }) => Object.keys(losses)))];
}

/** Some losses in training over the steps, each as a pale line with a smoothed one before it. */
export function lossChart(title: string, steps: readonly LoggedStep[], names: readonly string[]): Chart {
  const points = joinSteps(steps, MAX_POINTS);
  const curves = names.flatMap((name): Curve[] => {
    const values = points.map(({ losses }) => losses[name] ?? null);
    const line = { label: lossLabel(name), colour: lossColour(name) };
    return [
      { ...line, kind: 'raw', values: values.map(shorten) },
      { ...line, kind: 'smooth', values: smooth(values).map(shorten) },
    ];
  });
  return { title, steps: points.map(({ step }) => step), curves };
}

/** The page's name of the colour of a loss. */
export function lossColour(name: string): string {
  return GAME.includes(name) ? name : 'l1';
}

/** What the chart of a metric on held-out images is called. */
export function metricTitle(name: string): string {
  const { label, unit, better } = metrics.get(name);
  return `${label}${unit && ` in ${unit}`} on held-out images while training (${better} is better)`;
}

/** A metric on held-out images while training, with a mark where the run's own metric was the best. */
export function metricChart(name: string, all: readonly LoggedHeldOut[]): Chart[] {
  const points = thinOut(
    all.filter(({ figures }) => figures[name] !== undefined),
    MAX_POINTS,
  );
  if (points.length < 2) return [];
  const values = points.map(({ figures }) => shorten(figures[name] ?? null));
  const best = points.findLastIndex(({ isBest }) => isBest);
  return [
    {
      title: metricTitle(name),
      steps: points.map(({ step }) => step),
      curves: [
        { label: 'measured', colour: 'l1', kind: 'smooth', values },
        {
          label: 'the best, which is kept',
          colour: 'adversarial',
          kind: 'marks',
          values: values.map((value, i) => (i === best ? value : null)),
        },
      ],
    },
  ];
}

function heldOutChart(evaluations: readonly LoggedEvaluation[]): Chart {
  const curve = (
    label: string,
    colour: string,
    kind: Curve['kind'],
    value: (one: LoggedEvaluation) => number | null,
  ) => ({
    label,
    colour,
    kind,
    values: evaluations.map((one) => shorten(value(one))),
  });
  return {
    title: 'L1 on held-out images',
    steps: evaluations.map(({ step }) => step),
    curves: [
      curve('output', 'l1', 'points', ({ l1 }) => l1),
      curve('the input itself', 'quiet', 'level', ({ baselines }) => baselines.input.l1),
      curve('the mean image', 'quieter', 'level', ({ baselines }) => baselines.mean?.l1 ?? null),
    ].filter(({ values }) => values.some((value) => value !== null)),
  };
}

/** At most `count` points, each the mean of some neighbours. */
export function joinSteps(steps: readonly LoggedStep[], count: number): LoggedStep[] {
  const size = Math.ceil(steps.length / count);
  if (size <= 1) return [...steps];
  return Array.from({ length: Math.ceil(steps.length / size) }, (_, i) => {
    const some = steps.slice(i * size, (i + 1) * size);
    const mean = (name: string) => meanOf(some.map(({ losses }) => losses[name] ?? null));
    const losses = Object.fromEntries(lossNames(some).map((name) => [name, mean(name)]));
    return { ...(some.at(-1) as LoggedStep), losses };
  });
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** The exponentially weighted mean of what came before, each value included with the weight it has so far. */
export function smooth(values: readonly (number | null)[]): (number | null)[] {
  const keep = 1 - 1 / Math.max(1, values.length / SPANS);
  let [sum, weight] = [0, 0];
  return values.map((value) => {
    if (value === null) return null;
    sum = keep * sum + value;
    weight = keep * weight + 1;
    return sum / weight;
  });
}

/** Four digits are more than a chart shows. */
function shorten(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(4));
}
