import type { Metrics } from '@pix2pix-ts/metrics';
import { type Html, html } from './html.ts';
import { countText, numberText } from './number-text.ts';
import type { LoggedEvaluation } from './report.ts';

const FIGURES = [
  {
    key: 'l1',
    name: 'L1',
    unit: '',
    digits: 3,
    hint: 'distance from the target, on a scale of 0 to 2: less is better',
  },
  { key: 'psnr', name: 'PSNR', unit: ' dB', digits: 1, hint: 'signal against error: more is better' },
  { key: 'ssim', name: 'SSIM', unit: '', digits: 3, hint: 'likeness of structure, 1 is equal: more is better' },
] as const;

/** The three figures of the held-out images beside the baselines: a sentence, and a card with bars each. */
export function figuresSection(evaluation: LoggedEvaluation | undefined): Html {
  if (evaluation === undefined) {
    return html`<section aria-labelledby="figures"><h2 id="figures">How good it is</h2>
<p>This run has not been measured on held-out images yet.</p></section>`;
  }
  return html`<section aria-labelledby="figures"><h2 id="figures">How good it is</h2>
<p class="told">${figuresSentence(evaluation)}</p>
<div class="cards figures">${FIGURES.map((figure) => figureCard(figure, evaluation))}</div></section>`;
}

/** What the figures say, in words. */
function figuresSentence({ l1, psnr, ssim, images, baselines }: LoggedEvaluation): string {
  const against = [`the input itself (${numberText(baselines.input.l1, 3)})`];
  if (baselines.mean) against.push(`the mean image of the training set (${numberText(baselines.mean.l1, 3)})`);
  const best = Math.min(baselines.input.l1, baselines.mean?.l1 ?? Number.POSITIVE_INFINITY);
  const percent = Math.round((1 - l1 / best) * 100);
  const what = against.length === 2 ? 'the better of' : 'that of';
  const verdict =
    percent > 0
      ? `${percent} % less than ${what} what one has without a network: ${against.join(' and ')}`
      : `no less than ${what} what one has without a network: ${against.join(' and ')}. It needs more training`;
  return `On ${countText(images, 'image')} that the network has never seen, its output is ${numberText(l1, 3)} away from the target (L1), ${verdict}. PSNR is ${numberText(psnr, 1)} dB, SSIM ${numberText(ssim, 3)}.`;
}

function figureCard({ key, name, unit, digits, hint }: (typeof FIGURES)[number], evaluation: LoggedEvaluation): Html {
  const { input, mean } = evaluation.baselines;
  const rows: [string, Metrics, string][] = [
    ['output', evaluation, 'own'],
    ['input itself', input, 'other'],
    ...(mean ? [['mean image', mean, 'other'] as [string, Metrics, string]] : []),
  ];
  const largest = Math.max(...rows.map(([, metrics]) => metrics[key]), Number.MIN_VALUE);
  const bar = ([label, metrics, kind]: [string, Metrics, string]) => {
    const share = Math.max(0, (metrics[key] / largest) * 100);
    return html`<div class="bar ${kind}"><dt>${label}</dt><dd><i style="width:${share.toFixed(1)}%"></i><b>${numberText(metrics[key], digits)}</b></dd></div>`;
  };
  return html`<article class="card"><h3>${name}</h3><p class="big">${numberText(evaluation[key], digits)}<small>${unit}</small></p>
<p class="hint">${hint}</p><dl>${rows.map(bar)}</dl></article>`;
}
