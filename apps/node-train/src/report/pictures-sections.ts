import { type Html, html } from './html.ts';
import { countText, numberText } from './number-text.ts';
import type { EmbeddedImage, EmbeddedResult, EmbeddedSample } from './report.ts';
import { thinOut } from './thin-out.ts';

/** How many results are shown before one asks for more. */
const SHOWN_AT_ONCE = 12;

/** The held-out images, evenly from the best to the worst so that none is picked for its looks. */
export function resultsSection(results: readonly EmbeddedResult[], count: number): Html | null {
  if (results.length === 0) return null;
  const shown = thinOut(results, SHOWN_AT_ONCE);
  const rest = results.filter((result) => !shown.includes(result));
  const which =
    shown.length < count
      ? `${shown.length} of ${countText(count, 'image')}, taken evenly from the nearest to its target to the farthest.`
      : `${countText(count, 'image')}, the nearest to its target first.`;
  const more =
    rest.length === 0
      ? null
      : html`<details><summary>Show ${numberText(rest.length)} more</summary>
<ul class="cards results">${rest.map(resultCard)}</ul></details>`;
  return html`<section aria-labelledby="results"><h2 id="results">Images it has never seen</h2>
<p>${which} From left to right: input, output, target.</p>
<ul class="cards results">${shown.map(resultCard)}</ul>${more}</section>`;
}

function resultCard({ name, l1, strip }: EmbeddedResult): Html {
  return html`<li class="card"><figure><div class="strip">${image(strip, `${name}: the input, what the network made of it, and the target`)}</div>
<figcaption><span class="name" title="${name}">${name}</span><span>L1 ${numberText(l1, 3)}</span></figcaption></figure></li>`;
}

/** The same samples after more and more steps, with a slider. */
export function samplesSection(samples: readonly EmbeddedSample[]): Html | null {
  const last = samples.at(-1);
  if (last === undefined) return null;
  const frames = samples.map((sample) => {
    const alt = `Samples after ${countText(sample.step, 'step')}: one row each of input, output and target`;
    return html`<div class="frame" data-step="${numberText(sample.step)}"${sample === last ? null : html` hidden`}>${image(sample, alt)}</div>`;
  });
  const most = samples.length - 1;
  const controls = html`<div class="controls"><button type="button" id="play">▶ Play</button>
<label for="when">After <output id="step" for="when">${numberText(last.step)}</output> steps</label>
<input type="range" id="when" min="0" max="${most}" value="${most}"></div>`;
  return html`<section aria-labelledby="samples"><h2 id="samples">How it learnt</h2>
<p>The same held-out images after more and more steps.</p>
<div class="card film">${most > 0 ? controls : null}${frames}</div></section>`;
}

function image({ uri, width, height }: EmbeddedImage, alt: string): Html {
  return html`<img src="${uri}" width="${width}" height="${height}" alt="${alt}" decoding="sync">`;
}
