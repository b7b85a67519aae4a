import { basename } from 'node:path';
import { curvesSection } from './curves-section.ts';
import { figuresSection } from './figures-section.ts';
import { type Html, html, scriptHash, trusted } from './html.ts';
import { countText, timeText } from './number-text.ts';
import { LANGUAGE_SCRIPT, PAGE_SCRIPT } from './page-script.ts';
import { PAGE_STYLE } from './page-style.ts';
import { resultsSection, samplesSection } from './pictures-sections.ts';
import type { Report } from './report.ts';
import { configSection, goingOnSection, licenceSection } from './run-sections.ts';

/**
 * The report of a run as one HTML page that needs nothing else: its policy forbids the browser to load anything, and to
 * run any script but the page's own.
 */
export function renderReport(report: Report): string {
  const { log, samples, results, resultCount, uplot } = report;
  const scripts = [LANGUAGE_SCRIPT, uplot.script, PAGE_SCRIPT];
  const title = titleOf(report);
  const policy = `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src ${scripts.map(scriptHash).join(' ')}`;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${title}</title>
<style>${trusted(uplot.style)}${trusted(PAGE_STYLE)}</style></head>
<body><main>
<header><h1>${title}</h1><p>${summaryOf(report)}</p></header>
${figuresSection(log.evaluations.at(-1))}
${resultsSection(results, resultCount)}
${samplesSection(samples)}
${curvesSection(log)}
${goingOnSection(report)}
${configSection(report)}
${licenceSection(report)}
<footer>Made by pix2pix-ts. The charts are drawn by uPlot, © Leon Sorokin, MIT licence.</footer>
</main>
${scripts.map(inlineScript)}
</body></html>
`;
  return page.html;
}

/** What was learnt, in a few words. */
export function titleOf({ dataSet, config, folder }: Pick<Report, 'dataSet' | 'config' | 'folder'>): string {
  if (dataSet) {
    const [from, to] = config.direction === 'BtoA' ? [dataSet.b, dataSet.a] : [dataSet.a, dataSet.b];
    return `From ${from} to ${to}`;
  }
  const name = typeof config.data === 'string' ? basename(config.data) : '';
  return name ? `What a network learnt from ${name}` : `The run ${basename(folder)}`;
}

/** Data set, steps, time and engine. */
function summaryOf({ dataSet, config, log }: Report): string {
  const last = log.steps.at(-1);
  if (last === undefined) return 'Nothing has been logged yet.';
  const data = dataSet?.name ?? config.data;
  const batch = typeof config.batch === 'number' && config.batch > 1 ? ` of ${countText(config.batch, 'image')}` : '';
  const parts = [
    typeof data === 'string' ? `A pix2pix network, trained on ${data}` : 'A pix2pix network',
    `${countText(last.step, 'step')}${batch}${last.seconds === null ? '' : ` in ${timeText(last.seconds)}`}`,
    ...(typeof config.engine === 'string' && config.engine ? [`engine: ${config.engine}`] : []),
  ];
  return `${parts.join(' · ')}.`;
}

function inlineScript(script: string): Html {
  return html`<script>${trusted(script)}</script>`;
}
