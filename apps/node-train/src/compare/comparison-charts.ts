import { metrics } from '@pix2pix-ts/metrics';
import { lossLabel } from '@pix2pix-ts/trainer';
import { plotCard } from '../report/curves-section.ts';
import { type Html, html } from '../report/html.ts';
import { type Chart, type Curve, lossChart, lossNames, metricChart } from '../report/loss-curves.ts';
import { numberText } from '../report/number-text.ts';
import type { ComparedRun } from './compared-run.ts';
import { colourOf, isDashed } from './run-colours.ts';

/** With more runs than these, the pale lines behind the smoothed ones hide more than they show. */
const MOST_WITH_PALE = 3;

/** Held-out metrics and losses over the steps, a chart for each, a line for each run. */
export function chartsSections(runs: readonly ComparedRun[]): (Html | null)[] {
  return [
    section(
      'heldout',
      'Held-out images while training',
      metrics.names.map((name) => metricCard(name, runs)),
      unmeasured(runs),
    ),
    section(
      'losses',
      'The losses',
      lossNames(runs.flatMap(({ log }) => log.steps)).map((name) => lossCard(name, runs)),
      'Drag over a chart to zoom in, double-click to go back; click on a name to hide its line.',
    ),
  ];
}

function section(id: string, title: string, cards: readonly (Html | null)[], hint: string): Html | null {
  const shown = cards.filter((card) => card !== null);
  if (shown.length === 0) return null;
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
<p>${hint}</p><div class="charts">${shown}</div></section>`;
}

/** Which runs the charts of metrics leave out, and why. */
function unmeasured(runs: readonly ComparedRun[]): string {
  const names = runs.filter(({ log }) => log.heldOut.length < 2).map(({ name }) => name);
  if (names.length === 0) return 'Measured every --eval-every steps.';
  return `Measured every --eval-every steps. Not measured more than once while training: ${names.join(', ')}.`;
}

function metricCard(name: string, runs: readonly ComparedRun[]): Html | null {
  const { label, unit, better } = metrics.get(name);
  return card(`${label}${unit && ` in ${unit}`} (${better} is better)`, runs, ({ log }) => {
    const [chart] = metricChart(name, log.heldOut);
    return chart && { ...chart, curves: chart.curves.filter(({ kind }) => kind !== 'marks') };
  });
}

function lossCard(name: string, runs: readonly ComparedRun[]): Html | null {
  return card(lossLabel(name), runs, ({ log }) => {
    const steps = log.steps.filter(({ losses }) => name in losses);
    return steps.length < 2 ? undefined : lossChart('', steps, [name]);
  });
}

/** A chart of the runs that have one. */
function card(
  title: string,
  runs: readonly ComparedRun[],
  chartOf: (run: ComparedRun) => Chart | undefined,
): Html | null {
  const own = runs.flatMap((run, index): [string, Chart][] => {
    const chart = chartOf(run);
    if (!chart) return [];
    const curves = chart.curves.filter(({ kind }) => kind !== 'raw' || runs.length <= MOST_WITH_PALE);
    const ofRun = { label: run.name, colour: colourOf(index), dashed: isDashed(index) };
    return [[run.name, { ...chart, curves: curves.map((curve): Curve => ({ ...curve, ...ofRun })) }]];
  });
  if (own.length === 0) return null;
  return plotCard(
    title,
    `${title}: ${own.map(inWords).join(', ')}`,
    own.map(([, chart]) => chart),
  );
}

function inWords([name, { steps, curves }]: [string, Chart]): string {
  const known = (curves.at(-1)?.values ?? []).filter((value) => value !== null);
  return `${name} from ${known[0]} to ${known.at(-1)} at step ${numberText(steps.at(-1) ?? 0)}`;
}
