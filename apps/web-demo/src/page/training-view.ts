import { lossLabel, type SampleEvent, type StepEvent } from '@pix2pix-ts/trainer';
import { type LossPoint, lineOfLosses, lossNames, thinOut } from '../train/loss-points.ts';
import { element } from './element.ts';

/** The losses whose lines have a colour of their own, as the class of their name says. */
const COLOURED: readonly string[] = ['l1', 'adversarial', 'discriminator'];
const CHART = { width: 600, height: 160 };

/** Shows the losses as lines, each as high as its own largest value, with their names. */
export function showLosses(points: readonly LossPoint[]): void {
  const chart = element('losses', SVGSVGElement);
  const shown = thinOut(points, 300);
  const names = lossNames(shown);
  const classOf = (loss: string) => (COLOURED.includes(loss) ? loss : 'other-loss');
  const lines = names.map((loss) => {
    const line = document.createElementNS('http://www.w3.org/2000/svg', 'polyline');
    line.setAttribute('class', classOf(loss));
    line.setAttribute('points', lineOfLosses(shown, loss, CHART));
    return line;
  });
  chart.replaceChildren(...lines);
  const legend = names.map((loss) => {
    const name = document.createElement('span');
    name.className = classOf(loss);
    name.textContent = lossLabel(loss);
    return name;
  });
  element('losses-legend', HTMLParagraphElement).replaceChildren(...legend);
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
  const rows = images.map(({ input, output, target, name }) => {
    const canvas = document.createElement('canvas');
    canvas.width = 3 * input.width;
    canvas.height = input.height;
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', `${name}: input, output, target`);
    const context = canvas.getContext('2d');
    for (const [place, { data, width, height }] of [input, output, target].entries()) {
      const rgba = new ImageData(width, height);
      for (let i = 0; i < width * height; i++) rgba.data.set([...data.slice(3 * i, 3 * i + 3), 255], 4 * i);
      context?.putImageData(rgba, place * width, 0);
    }
    return canvas;
  });
  element('samples', HTMLElement).replaceChildren(...rows);
}
