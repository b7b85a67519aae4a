import { type Html, html, scriptHash, trusted } from '../report/html.ts';
import { LANGUAGE_SCRIPT } from '../report/page-script.ts';
import { PAGE_STYLE } from '../report/page-style.ts';
import { titleOf } from '../report/render-report.ts';
import type { Report } from '../report/report.ts';
import { configSection } from '../report/run-sections.ts';
import { LIVE_SCRIPT } from './live-script.ts';

/** A page, and the policy under which a browser is to show it. */
export type LivePage = { readonly html: string; readonly policy: string };

const STYLE = `
[hidden] { display: none !important; }
.state { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; margin-top: 20px; }
.state p { margin: 0; font-variant-numeric: tabular-nums; }
.state #progress-text { color: var(--soft); }
.state progress { flex: 1 0 100%; width: 100%; height: 10px; appearance: none; border: 0; border-radius: 5px; background: var(--bar); overflow: hidden; }
.state progress::-webkit-progress-bar { background: var(--bar); }
.state progress::-webkit-progress-value { background: var(--accent); }
.state progress::-moz-progress-bar { background: var(--accent); }
.bad, #lost { color: var(--accent); font-weight: 600; }
`;

/** A run's live page: its frame, and a script that is sent the rest. `run` is null until training begins. */
export function renderLive(
  folder: string,
  run: Pick<Report, 'config' | 'dataSet'> | null,
  uplot: Report['uplot'],
): LivePage {
  const scripts = [LANGUAGE_SCRIPT, uplot.script, LIVE_SCRIPT];
  const title = titleOf({ folder, config: {}, dataSet: null, ...run });
  const policy = `default-src 'none'; img-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; script-src ${scripts.map(scriptHash).join(' ')}`;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}, live</title>
<style>${trusted(uplot.style)}${trusted(PAGE_STYLE)}${trusted(STYLE)}</style></head>
<body${run === null ? html` data-waiting` : null}><main>
<header><h1>${title}</h1><p>The run in <code>${folder}</code>, as it goes.</p></header>
<section class="card state" aria-label="How far it is"><p id="state" role="status">Preparing: the pictures are looked through and the engine is started.</p>
<p id="progress-text"></p><p id="lost" hidden>The connection is lost; trying again.</p><progress id="progress" value="0" max="1" aria-label="Steps done"></progress></section>
<noscript><p>This page needs JavaScript: it draws what it is sent.</p></noscript>
${samplesFrame()}
<section id="curves-section" aria-labelledby="curves" hidden><h2 id="curves">The losses</h2>
<p>Drag over a chart to zoom in, double-click to go back; click on a name to hide its line. Neither of the two networks should win the game; the other losses should fall.</p>
<div class="charts" id="charts"></div></section>
${run && configSection(run)}
<footer>Made by pix2pix-ts. The charts are drawn by uPlot, © Leon Sorokin, MIT licence.</footer>
</main>
${scripts.map((script) => html`<script>${trusted(script)}</script>`)}
</body></html>
`;
  return { html: page.html, policy };
}

function samplesFrame(): Html {
  return html`<section id="samples-section" aria-labelledby="samples" hidden><h2 id="samples">How it learns</h2>
<p>The same held-out images after more and more steps.</p>
<div class="card film" id="film"><div class="controls" id="controls" hidden><button type="button" id="play">▶ Play</button>
<label for="when">After <output id="step" for="when"></output> steps</label>
<input type="range" id="when" min="0" max="0" value="0"></div></div></section>`;
}
