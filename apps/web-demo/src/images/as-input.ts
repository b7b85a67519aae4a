import type { Format } from '../draw/operation.ts';
import { edgesOf } from './edges-of.ts';
import { fitInto } from './fit-into.ts';
import type { Drawable } from './size-of.ts';

/** The longer side at which edges are looked for: of a larger picture there would be too many, and too thin ones. */
const COARSE = 288;
/** A picture with this share of white is a drawing already. */
const MOSTLY = 0.5;

/** A photograph or a picture of the camera as a line drawing, as wide as a drawing is. */
export function linesOf(source: Drawable, format: Format): HTMLCanvasElement {
  const scale = COARSE / Math.max(format.width, format.height);
  const small = fitInto(
    source,
    { width: Math.round(format.width * scale), height: Math.round(format.height * scale) },
    'cover',
  );
  const context = small.getContext('2d') as CanvasRenderingContext2D;
  const { data, width, height } = edgesOf(context.getImageData(0, 0, small.width, small.height));
  context.putImageData(new ImageData(data, width, height), 0, 0);
  return fitInto(small, format, 'cover');
}

/** Whether a picture is mostly white paper, as drawings are and photographs are not. */
export function looksDrawn(source: Drawable): boolean {
  const small = fitInto(source, { width: 64, height: 64 }, 'cover');
  const { data } = (small.getContext('2d') as CanvasRenderingContext2D).getImageData(0, 0, 64, 64);
  let white = 0;
  for (let at = 0; at < data.length; at += 4)
    if (Math.min(data[at] as number, data[at + 1] as number, data[at + 2] as number) > 235) white++;
  return white > MOSTLY * 64 * 64;
}
