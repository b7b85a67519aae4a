import { sidesOf } from '@pix2pix-ts/common';
import type { ModelCopy, ModelMetadata } from '@pix2pix-ts/models';
import { shownText } from '../text/shown-text.ts';

/** Of each of a file's own texts: about a line. */
const MOST = 100;

/**
 * A line about a model: its size, how long it was trained, on whose pictures, under which licence; of a smaller copy also how its
 * weights are kept and how far its pictures are from the original's.
 */
export function aboutModel({ generator, training, licence, copy }: ModelMetadata): string {
  const { width, height } = sidesOf(generator.imageSize);
  const { data, attribution, steps } = training;
  const source = attribution ?? data;
  const parts = [
    `${width}×${height} px`,
    typeof steps === 'number' && steps > 0 ? `${shownText(steps.toLocaleString('en'), 20)} steps` : '',
    typeof source === 'string' ? `on ${shownText(source, MOST)}` : '',
    shownText(licence, MOST),
    copy ? aboutCopy(copy) : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function aboutCopy({ weights, difference: { mean, max } }: ModelCopy): string {
  const name = { int8: '8-bit', float16: 'float16' }[weights];
  return `${name} copy, ${Number(mean.toPrecision(2))} of 255 from the original on average, ${max} at most`;
}
