import { type Colour, overWhite, type PhotographKind, type Pixels, photographInput, resize } from '@pix2pix-ts/data';
import type { Format } from '../draw/operation.ts';
import { fitInto } from './fit-into.ts';
import { imageDataOf } from './image-data-of.ts';
import { type Drawable, sizeOf } from './size-of.ts';

/** What a photograph becomes for a model that learned the way back from it. */
export type AsInput = {
  readonly kind: PhotographKind;
  /**
   * Pixels of the shorter side: the model's, so that its inputs are those that `prepare` makes of this size; undefined for as
   * many as the picture has.
   */
  readonly side: number | undefined;
  /** Of blur its sigma, of mosaic the side of its blocks, in pixels. @default in proportion to the side */
  readonly strength?: number | undefined;
  /** Of labels: the flat colours. */
  readonly palette: readonly Colour[];
};

/** A picture with this share of white is a drawing already. */
const MOSTLY = 0.5;

/** A photograph or a picture of the camera as what a model wants, as large as a drawing of a format. */
export function asInput(source: Drawable, format: Format, { kind, side, ...options }: AsInput): HTMLCanvasElement {
  const seen = pixelsOf(inFormat(source, format));
  const scale = side === undefined ? 1 : side / Math.min(seen.width, seen.height);
  const pixels = resize(seen, Math.round(scale * seen.width), Math.round(scale * seen.height));
  const input = photographInput(kind, pixels, options);
  return fitInto(canvasOf(input), format, 'cover');
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

/** A picture cut to a format, in its own pixels: no larger than that. */
function inFormat(source: Drawable, format: Format): HTMLCanvasElement {
  const own = sizeOf(source);
  const scale = Math.min(1, own.width / format.width, own.height / format.height);
  const side = (length: number) => Math.max(1, Math.round(scale * length));
  return fitInto(source, { width: side(format.width), height: side(format.height) }, 'cover');
}

function pixelsOf(canvas: HTMLCanvasElement) {
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  return overWhite(context.getImageData(0, 0, canvas.width, canvas.height));
}

function canvasOf(input: Pixels): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [input.width, input.height];
  canvas.getContext('2d', { willReadFrequently: true })?.putImageData(imageDataOf(input), 0, 0);
  return canvas;
}
