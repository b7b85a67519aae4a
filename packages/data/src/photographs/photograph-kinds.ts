import type { ImagePair } from '../pair-source.ts';
import { crop, type Pixels } from '../pixels.ts';
import { resize } from '../resize.ts';
import { edges } from './edges.ts';
import { blurred } from './gaussian-blur.ts';
import { grey } from './grey.ts';
import { mosaic } from './mosaic.ts';
import { type Colour, flatColours } from './palette.ts';
import type { Square } from './photograph-tiles.ts';

/** What a photograph can be turned into, so that a model learns the way back. */
export const photographKinds = ['edges', 'grey', 'blur', 'mosaic', 'labels'] as const;

/** One of {@link photographKinds}. */
export type PhotographKind = (typeof photographKinds)[number];

/** How a photograph is turned into an input. */
export type PhotographInputOptions = {
  /** Of blur its sigma, of mosaic the side of its blocks, in pixels of the pair. @default a 32nd and a 16th of the shorter side */
  strength?: number | undefined;
  /** Of labels: the flat colours, the same for all pictures. */
  palette?: readonly Colour[];
};

/** The input that a photograph becomes, of the same size: its lines, its greys, a blur, a mosaic, or a map in flat colours. */
export function photographInput(kind: PhotographKind, pixels: Pixels, options: PhotographInputOptions = {}): Pixels {
  const side = Math.min(pixels.width, pixels.height);
  if (kind === 'edges') return edges(pixels);
  if (kind === 'grey') return grey(pixels);
  if (kind === 'blur') return blurred(pixels, options.strength ?? side / 32);
  if (kind === 'mosaic') return mosaic(pixels, Math.round(options.strength ?? Math.max(2, side / 16)));
  return flatColours(pixels, options.palette ?? []);
}

/** A pair out of a square of a photograph: A is its input, B the square itself, both of `size` pixels a side. */
export function photographPair(
  kind: PhotographKind,
  photograph: Pixels,
  { left, top, side }: Square,
  size: number,
  options: PhotographInputOptions = {},
): ImagePair {
  const b = resize(crop(photograph, left, top, side, side), size, size);
  return { a: photographInput(kind, b, options), b };
}
