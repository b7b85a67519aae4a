import { type Metric, type Metrics, metrics } from '@pix2pix-ts/metrics';
import { type Html, html } from './html.ts';
import { countText, numberText } from './number-text.ts';
import type { LoggedEvaluation } from './report.ts';

/** The figures of the held-out images next to the baselines: a sentence, and a card with bars each. */
export function figuresSection(evaluation: LoggedEvaluation | undefined): Html {
  if (evaluation === undefined) {
    return html`<section aria-labelledby="figures"><h2 id="figures">How good it is</h2>
<p>This run has not been measured on held-out images yet.</p></section>`;
  }
  return html`<section aria-labelledby="figures"><h2 id="figures">How good it is</h2>
<p class="told">${figuresSentence(evaluation)}</p>
<div class="cards figures">${metrics.names.filter((name) => name in evaluation).map((name) => figureCard(name, metrics.get(name), evaluation))}</div></section>`;
}

/** What the figures say, in words. */
function figuresSentence({ l1, psnr, ssim, images, baselines }: LoggedEvaluation): string {
  const against = [`the input itself (${numberText(baselines.input.l1, 3)})`];
  if (baselines.mean) against.push(`the mean image of the training set (${numberText(baselines.mean.l1, 3)})`);
  const best = Math.min(baselines.input.l1, baselines.mean?.l1 ?? Number.POSITIVE_INFINITY);
  const percent = Math.round((1 - l1 / best) * 100);
  const what = against.length === 2 ? 'the better result' : 'the result';
  const verdict =
    percent > 0
      ? `${percent} % less than ${what} without a network: ${against.join(' and ')}`
      : `no less than ${what} without a network: ${against.join(' and ')}. It needs more training`;
  return `On ${countText(images, 'image')} that the network has never seen, its output is ${numberText(l1, 3)} away from the target (L1), ${verdict}. PSNR is ${numberText(psnr, 1)} dB, SSIM ${numberText(ssim, 3)}.`;
}

function figureCard(name: string, { label, unit, digits, hint, better }: Metric, evaluation: LoggedEvaluation): Html {
  const shown = digits - 1; // a card is read from further away than a table
  const figureOf = (figures: Metrics) => figures[name] as number;
  const { input, mean } = evaluation.baselines;
  const own = evaluation[name] as number;
  const rows: [string, number, string][] = [
    ['output', own, 'own'],
    ['input itself', figureOf(input), 'other'],
    ...(mean ? [['mean image', figureOf(mean), 'other'] as [string, number, string]] : []),
  ];
  const largest = Math.max(...rows.map(([, figure]) => figure), Number.MIN_VALUE);
  const bar = ([answer, figure, kind]: [string, number, string]) => {
    const share = Math.max(0, (figure / largest) * 100);
    return html`<div class="bar ${kind}"><dt>${answer}</dt><dd><i style="width:${share.toFixed(1)}%"></i><b>${numberText(figure, shown)}</b></dd></div>`;
  };
  return html`<article class="card"><h3>${label}</h3><p class="big">${numberText(own, shown)}<small>${unit && ` ${unit}`}</small></p>
<p class="hint">${hint}: ${better === 'lower' ? 'lower' : 'higher'} is better</p><dl>${rows.map(bar)}</dl></article>`;
}
