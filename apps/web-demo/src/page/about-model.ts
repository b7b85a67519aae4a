import { sidesOf } from '@pix2pix-ts/common';
import type { ModelCopy, ModelMetadata } from '@pix2pix-ts/models';
import { shownText } from '../text/shown-text.ts';
import { element } from './element.ts';

/** Of each of a file's own texts: about a line. */
const MOST = 100;

/** Shows what a model is under its result; how a smaller copy differs from the original is among the details. */
export function showAbout(metadata: ModelMetadata): void {
  const line = document.createElement('p');
  line.textContent = aboutModel(metadata);
  element('about', HTMLDivElement).replaceChildren(line, ...(metadata.copy ? [detailsOf(metadata.copy)] : []));
}

/** A line about a model: its size, how long it was trained, on whose pictures, under which licence. */
export function aboutModel({ generator, training, licence }: ModelMetadata): string {
  const { width, height } = sidesOf(generator.imageSize);
  const { data, attribution, steps } = training;
  const source = attribution ?? data;
  const parts = [
    `${width}×${height} px`,
    typeof steps === 'number' && steps > 0 ? `${shownText(steps.toLocaleString('en'), 20)} steps` : '',
    typeof source === 'string' ? `on ${shownText(source, MOST)}` : '',
    shownText(licence, MOST),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** How the weights of a smaller copy are kept, and how far its pictures are from the original's. */
export function aboutCopy({ weights, difference: { mean, max } }: ModelCopy): string {
  const name = { int8: '8-bit', float16: 'float16' }[weights];
  return `${name} copy, ${Number(mean.toPrecision(2))} of 255 from the original on average, ${max} at most`;
}

function detailsOf(copy: ModelCopy): HTMLDetailsElement {
  const details = document.createElement('details');
  const summary = document.createElement('summary');
  summary.textContent = 'Details';
  details.append(summary, aboutCopy(copy));
  return details;
}
