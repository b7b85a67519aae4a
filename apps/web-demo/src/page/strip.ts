import type { Pixels } from '@pix2pix-ts/data';
import { imageDataOf } from '../images/image-data-of.ts';

/** Pictures of one size in a row, on a canvas with a label for those who do not see it. */
export function stripOf(pictures: readonly Pixels[], label: string): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const [{ width, height } = { width: 0, height: 0 }] = pictures;
  canvas.width = pictures.length * width;
  canvas.height = height;
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', label);
  const context = canvas.getContext('2d');
  for (const [place, picture] of pictures.entries()) context?.putImageData(imageDataOf(picture), place * width, 0);
  return canvas;
}
