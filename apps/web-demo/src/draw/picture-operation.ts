import { fitInto } from '../images/fit-into.ts';
import { sizeOf } from '../images/size-of.ts';
import { type Format, LONGEST_FORMAT, type Operation, SIDE } from './operation.ts';

/** A picture laid over the entire drawing, which gets its format. */
export function pictureOf(picture: HTMLImageElement | HTMLCanvasElement): Extract<Operation, { kind: 'image' }> {
  const format = formatFor(sizeOf(picture));
  return { kind: 'image', address: fitInto(picture, format, 'cover').toDataURL('image/png'), ...format };
}

/** The format of a drawing for a picture of a size. */
export function formatFor({ width, height }: Format): Format {
  const ratio = Math.min(LONGEST_FORMAT, Math.max(1 / LONGEST_FORMAT, width / height));
  return ratio >= 1
    ? { width: SIDE, height: Math.round(SIDE / ratio) }
    : { width: Math.round(SIDE * ratio), height: SIDE };
}
