import { metrics } from '@pix2pix-ts/metrics';
import { type Html, html } from '../report/html.ts';
import { countText, numberText, timeText } from '../report/number-text.ts';
import type { ComparedRun, MetricOfRun } from './compared-run.ts';
import { colourOf } from './run-colours.ts';

/** The figures of each run, with the best one of each metric in bold. */
export function figuresTable(runs: readonly ComparedRun[]): Html {
  const names = metrics.names.filter((name) => runs.some((run) => name in run.metrics));
  const heads = names.map((name) => {
    const { label, unit, better } = metrics.get(name);
    return html`<th scope="col">${label}${unit && ` in ${unit}`}<small>${better} is better</small></th>`;
  });
  const rows = runs.map(
    (run, index) => html`<tr><th scope="row">${runLabel(run, index)}</th>
<td>${numberText(run.steps)}</td><td>${run.seconds === null ? '–' : timeText(run.seconds)}</td>${names.map((name) => metricCell(name, run, runs))}</tr>`,
  );
  return html`<section aria-labelledby="figures"><h2 id="figures">How good they are</h2>
<p>${measuredOn(runs)}</p>
<div class="card scroll"><table class="compared"><thead><tr><th scope="col">run</th><th scope="col">steps</th><th scope="col">time</th>${heads}</tr></thead>
<tbody>${rows}</tbody></table></div></section>`;
}

/** A run's name behind its colour. */
export function runLabel({ name, folder }: ComparedRun, index: number): Html {
  return html`<span class="run ${colourOf(index)}" title="${folder}">${name}</span>`;
}

function metricCell(name: string, run: ComparedRun, runs: readonly ComparedRun[]): Html {
  const own = run.metrics[name];
  if (own === undefined) return html`<td>–</td>`;
  const { better, digits } = metrics.get(name);
  const finals = runs.flatMap(({ metrics: of }) => of[name]?.final ?? []);
  const best = better === 'lower' ? Math.min(...finals) : Math.max(...finals);
  const isBest = finals.length > 1 && own.final === best;
  const figure = numberText(own.final, digits);
  return html`<td>${isBest ? html`<b>${figure}</b>` : figure}<small>${bestText(own, digits)}</small></td>`;
}

function bestText({ best }: MetricOfRun, digits: number): string {
  return best === null ? '' : `best ${numberText(best.value, digits)} at ${numberText(best.step)}`;
}

/** What the figures were measured on, and whether they can be compared. */
function measuredOn(runs: readonly ComparedRun[]): string {
  const measured = runs.filter((run) => Object.keys(run.metrics).length > 0);
  const without = runs.filter((run) => !measured.includes(run)).map(({ name }) => name);
  const missing = without.length === 0 ? '' : ` Not measured yet: ${without.join(', ')}.`;
  if (measured.length === 0) return 'No run has been measured on held-out images yet.';
  const data = new Set(measured.map(({ options }) => options.get('data')));
  const counts = new Set(measured.map(({ images }) => images));
  const [count] = counts;
  const images = counts.size === 1 && count ? countText(count, 'image') : 'images';
  const warning =
    measured.length > 1 && (data.size > 1 || counts.size > 1)
      ? ' They may not have been measured on the same images, so compare them with care.'
      : '';
  return `On ${images} that the networks have never seen, after the last step. Where a run measured while training, its best figure is below.${warning}${missing}`;
}

/** The options in which the runs differ; null for one run. */
export function differencesTable(runs: readonly ComparedRun[]): Html | null {
  if (runs.length < 2) return null;
  const names = [...new Set(runs.flatMap(({ options }) => [...options.keys()]))];
  const different = names.filter((name) => new Set(runs.map(({ options }) => options.get(name))).size > 1);
  const same = numberText(names.length - different.length);
  const heads = runs.map((run, index) => html`<th scope="col">${runLabel(run, index)}</th>`);
  const rows = different.map(
    (name) =>
      html`<tr><th scope="row">${name}</th>${runs.map(({ options }) => html`<td>${options.get(name) ?? '–'}</td>`)}</tr>`,
  );
  const table = html`<div class="card scroll"><table class="compared options"><thead><tr><th scope="col">option</th>${heads}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
  return html`<section aria-labelledby="options"><h2 id="options">What they did differently</h2>
<p>${different.length === 0 ? `Nothing: all ${same} options are the same.` : `The other ${same} options are the same in all runs.`}</p>
${different.length === 0 ? null : table}</section>`;
}
