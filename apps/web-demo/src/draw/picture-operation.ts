import { fitSquare } from '../images/fit-square.ts';
import { type Operation, SIDE } from './operation.ts';

/** A picture laid over the entire drawing. */
export function pictureOf(picture: HTMLImageElement | HTMLCanvasElement): Extract<Operation, { kind: 'image' }> {
  return { kind: 'image', address: fitSquare(picture, SIDE).toDataURL('image/png') };
}
