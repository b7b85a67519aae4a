import { CHANNELS, type Pixels } from '../pixels.ts';
import { closedParts } from './closed-parts.ts';
import { type DrawingPixels, drawingPixels } from './drawing-pixels.ts';
import { visitNeighbours } from './flood.ts';

/**
 * A line drawing whose hints, dots and strokes of colour, fill the parts that its lines close in, as far as the next hint: what
 * a model that was trained with hints is given, in training and in translation. A network would need many more layers to carry
 * a colour from a dot to the ends of its part and to stop at the lines. Hints in parts that are open to the picture's edge stay
 * as they are.
 */
export function spreadHints(picture: Pixels): Pixels {
  const { width, height } = picture;
  const pixels = drawingPixels(picture);
  if (!someHint(pixels, width * height)) return picture;
  const data = Uint8Array.from(picture.data);
  for (const part of closedParts({ width, height, isLine: pixels.isLine })) fillPart(data, picture, part, pixels);
  return { data, width, height };
}

function someHint({ isHint }: DrawingPixels, count: number): boolean {
  for (let pixel = 0; pixel < count; pixel++) if (isHint(pixel)) return true;
  return false;
}

/** Gives each pixel of a part the colour of the hint that is nearest on a way within it. */
function fillPart(
  data: Uint8Array,
  { data: from, width, height }: Pixels,
  part: readonly number[],
  { isHint, shade }: DrawingPixels,
): void {
  const reached = part.filter(isHint);
  if (reached.length === 0) return;
  const unreached = new Uint8Array(width * height);
  const hintOf = new Int32Array(width * height);
  for (const pixel of part) unreached[pixel] = 1;
  for (const hint of reached) {
    unreached[hint] = 0;
    hintOf[hint] = hint;
  }
  for (const pixel of reached) {
    const hint = hintOf[pixel] as number;
    for (let channel = 0; channel < CHANNELS; channel++)
      data[pixel * CHANNELS + channel] = Math.round(shade(pixel, hint) * (from[hint * CHANNELS + channel] as number));
    visitNeighbours(pixel, width, height, (next) => {
      if (!unreached[next]) return;
      unreached[next] = 0;
      hintOf[next] = hint;
      reached.push(next);
    });
  }
}
