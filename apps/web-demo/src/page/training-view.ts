import { lossLabel, type SampleEvent, type StepEvent } from '@pix2pix-ts/trainer';
import { type LossChart, lossChart, PLOT } from '../train/loss-chart.ts';
import { type LossPoint, lossNames, thinOut } from '../train/loss-points.ts';
import { element } from './element.ts';
import { stripOf } from './strip.ts';

/** The losses whose lines have a colour of their own, as the class of their name says. */
const COLOURED: readonly string[] = ['l1', 'adversarial', 'discriminator'];

/** Shows a chart for each loss, with its name, its latest value and the numbers at its axes. */
export function showLosses(points: readonly LossPoint[]): void {
  const shown = thinOut(points, 300);
  const charts = lossNames(shown).map((loss) => {
    const figure = document.createElement('figure');
    figure.className = COLOURED.includes(loss) ? loss : 'other-loss';
    const caption = document.createElement('figcaption');
    const latest = shown.at(-1)?.[loss] ?? 0;
    caption.textContent = `${lossLabel(loss)} ${latest.toFixed(3)}`;
    figure.append(caption, pictureOf(lossChart(shown, loss), `${lossLabel(loss)} by step`));
    return figure;
  });
  element('losses', HTMLDivElement).replaceChildren(...charts);
}

function pictureOf({ line, values, steps }: LossChart, label: string): SVGElement {
  const { left, top, width, height } = PLOT;
  const [right, bottom] = [left + width, top + height];
  return svg('svg', { viewBox: '0 0 300 124', role: 'img', 'aria-label': label }, [
    ...values.flatMap(({ at, text }) => [
      svg('line', { x1: left, x2: right, y1: at, y2: at }),
      svg('text', { x: left - 6, y: at + 3.5, 'text-anchor': 'end' }, [text]),
    ]),
    ...steps.map(({ at, text }) =>
      svg('text', { x: at, y: bottom + 16, 'text-anchor': at > right - 12 ? 'end' : 'middle' }, [text]),
    ),
    svg('polyline', { points: line }),
  ]);
}

function svg(kind: string, attributes: Record<string, string | number>, inside: (Node | string)[] = []): SVGElement {
  const created = document.createElementNS('http://www.w3.org/2000/svg', kind);
  for (const [name, value] of Object.entries(attributes)) created.setAttribute(name, String(value));
  created.append(...inside);
  return created;
}

/** Shows a run that begins, or goes on from a share of its steps: nothing of one before it. */
export function showBegin(share: number, losses: readonly LossPoint[]): void {
  element('training-bar', HTMLProgressElement).value = share;
  showLosses(losses);
  if (share === 0) element('samples', HTMLElement).replaceChildren();
}

/** Says how far training is. */
export function showStep({ step, steps, imagesPerSecond, secondsLeft }: StepEvent, last: LossPoint | undefined): void {
  element('training-bar', HTMLProgressElement).value = step / steps;
  const losses = last?.l1 === undefined ? '' : ` · L1 ${last.l1.toFixed(3)}`;
  const left = secondsLeft < 90 ? `${Math.ceil(secondsLeft)} s` : `${Math.ceil(secondsLeft / 60)} min`;
  showText(`Step ${step} of ${steps}${losses} · ${imagesPerSecond.toFixed(1)} images/s · ${left} left`);
}

/** Says something about the run. */
export function showText(text: string): void {
  element('training-text', HTMLParagraphElement).textContent = text;
}

/** Shows the held-out images: input, output and target side by side. */
export function showSamples({ images }: SampleEvent): void {
  const rows = images.map(({ input, output, target, name }) =>
    stripOf([input, output, target], `${name}: input, output, target`),
  );
  element('samples', HTMLElement).replaceChildren(...rows);
}
