import { lossLabel } from '@pix2pix-ts/trainer';
import { type Html, html, jsonBlock } from './html.ts';
import { type Chart, type Curve, chartsOf, lossNames } from './loss-curves.ts';
import { numberText } from './number-text.ts';
import type { Log } from './report.ts';
import { thinOut } from './thin-out.ts';

/** The losses over the steps, as charts and, for who cannot see them, as a table. */
export function curvesSection(log: Log): Html | null {
  const charts = chartsOf(log);
  if (charts.length === 0) return null;
  return html`<section aria-labelledby="curves"><h2 id="curves">The losses</h2>
<p>Drag over a chart to zoom in, double-click to go back; click on a name to hide its line. Neither of the two networks should win the game; the other losses should fall.</p>
<div class="charts">${charts.map(chartCard)}</div>
<details><summary>The losses as a table</summary>${lossTable(log)}</details></section>`;
}

function chartCard(chart: Chart): Html {
  return plotCard(chart.title, chartInWords(chart), [chart]);
}

/** A chart, which the page's script draws: of one run, or of several, whose steps may differ. */
export function plotCard(title: string, inWords: string, charts: readonly Chart[]): Html {
  const drawn = charts.map(({ steps, curves }) => ({ steps, curves }));
  return html`<figure class="card chart"><figcaption>${title}</figcaption>
<div class="plot" role="img" aria-label="${inWords}">${jsonBlock({ charts: drawn })}</div></figure>`;
}

function chartInWords({ title, steps, curves }: Chart): string {
  const ends = ({ label, values }: Curve) => {
    const known = values.filter((value) => value !== null);
    return known.length === 1 ? `${label} at ${known[0]}` : `${label} from ${known[0]} to ${known.at(-1)}`;
  };
  const lines = curves.filter(({ kind }) => kind !== 'raw').map(ends);
  return `${title}, steps ${steps[0]} to ${steps.at(-1)}: ${lines.join(', ')}`;
}

function lossTable({ steps }: Log): Html {
  const cell = (value: number | null) => html`<td>${value === null ? 'not finite' : numberText(value, 4)}</td>`;
  const names = lossNames(steps);
  const rows = thinOut(steps, 20).map(
    ({ step, losses }) =>
      html`<tr><th scope="row">${numberText(step)}</th>${names.map((name) => cell(losses[name] ?? null))}</tr>`,
  );
  const heads = ['step', ...names.map(lossLabel)].map((head) => html`<th scope="col">${head}</th>`);
  return html`<div class="scroll"><table><thead><tr>${heads}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
}
