import { type Html, html, scriptHash, trusted } from '../report/html.ts';
import { countText } from '../report/number-text.ts';
import { LANGUAGE_SCRIPT, PAGE_SCRIPT } from '../report/page-script.ts';
import { PAGE_STYLE } from '../report/page-style.ts';
import type { Report } from '../report/report.ts';
import type { ComparedRun } from './compared-run.ts';
import { chartsSections } from './comparison-charts.ts';
import { differencesTable, figuresTable, runLabel } from './comparison-tables.ts';
import { COLOUR_STYLE } from './run-colours.ts';

/** What a page of this kind says it was made by, so that only such a one is replaced. */
export const GENERATOR = '<meta name="generator" content="pix2pix report">';

const STYLE = `${COLOUR_STYLE}
.run { white-space: nowrap; color: var(--ink); }
.run::before { content: ''; display: inline-block; width: 10px; height: 10px; border-radius: 5px; margin-right: 8px; background: var(--run); }
.compared { width: 100%; }
.compared th:first-child, .compared td:first-child { text-align: left; }
.compared th, .compared td { vertical-align: top; padding: 7px 18px 7px 0; }
.compared tbody tr:last-child > * { border-bottom: 0; }
.compared small { display: block; color: var(--soft); font-size: 12px; font-weight: 400; white-space: nowrap; }
.options td, .options th { text-align: left; max-width: 28ch; overflow-wrap: anywhere; }
.options tbody th { color: var(--soft); }
.samples { grid-template-columns: repeat(auto-fit, minmax(min(420px, 100%), 1fr)); }
.samples img { margin-top: 4px; }
.samples figcaption { padding: 0 0 6px; }
`;

/** Runs next to each other as one HTML page that needs nothing else, under the same policy as a run's own report. */
export function renderComparison(runs: readonly ComparedRun[], uplot: Report['uplot']): string {
  const scripts = [LANGUAGE_SCRIPT, uplot.script, PAGE_SCRIPT];
  const title = runs.length === 1 ? `The run ${runs[0]?.name}` : `${countText(runs.length, 'run')} compared`;
  const policy = `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src ${scripts.map(scriptHash).join(' ')}`;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
${trusted(GENERATOR)}
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${title}</title>
<style>${trusted(uplot.style)}${trusted(PAGE_STYLE)}${trusted(STYLE)}</style></head>
<body><main>
<header><h1>${title}</h1></header>
${figuresTable(runs)}
${differencesTable(runs)}
${samplesSection(runs)}
${chartsSections(runs).filter((section) => section !== null)}
<footer>Made by pix2pix-ts. The charts are drawn by uPlot, © Leon Sorokin, MIT licence.</footer>
</main>
${scripts.map((script) => html`<script>${trusted(script)}</script>`)}
</body></html>
`;
  return page.html;
}

/** What the runs made of their held-out images. */
function samplesSection(runs: readonly ComparedRun[]): Html | null {
  const steps = new Set(runs.flatMap(({ sample }) => sample?.step ?? []));
  if (steps.size === 0) return null;
  const cards = runs.flatMap((run, index) => {
    if (!run.sample) return [];
    const { step, uri, width, height } = run.sample;
    const alt = `Samples of ${run.name} after ${countText(step, 'step')}: one row each of input, output and target`;
    return html`<figure class="card"><figcaption>${runLabel(run, index)}<span>after ${countText(step, 'step')}</span></figcaption>
<img src="${uri}" width="${width}" height="${height}" alt="${alt}" decoding="sync"></figure>`;
  });
  const [step = 0] = steps;
  const when =
    steps.size > 1
      ? 'After the last step of each, as there is none of which all have samples.'
      : `After ${countText(step, 'step')}${runs.length > 1 ? ', the last of which all have samples' : ''}.`;
  return html`<section aria-labelledby="samples"><h2 id="samples">What they make</h2>
<p>${when} From left to right: input, output, target.</p><div class="cards samples">${cards}</div></section>`;
}
