import { drawHints, type ImagePair, splitOf } from '@pix2pix-ts/data';
import { randomStream } from '@pix2pix-ts/random';
import type { DataSetRequest } from '../pairs/data-set-record.ts';
import type { UndrawnPair } from './data-set.ts';
import { drawPair } from './draw-pair.ts';
import { fillParts } from './fill-parts.ts';
import { withLineWidth } from './line-width.ts';
import { trimmedBox, trimTo } from './trim.ts';

/** The line drawing and the coloured drawing of an emoji, as SVG of one view box. */
export type EmojiDrawings = {
  readonly name: string;
  readonly family: string;
  readonly lines: Uint8Array;
  readonly coloured: Uint8Array;
  /** Of the view box. */
  readonly side: number;
};

/** Enough for every part of nearly every emoji to get one. */
const HINTS = 24;

/**
 * The pairs that an emoji becomes. Held-out ones are drawn once, as they are; those to train on once for each width of line,
 * and the copies with each part in a random colour and a hint in it: without one, nobody could know that colour.
 */
export function emojiVariants(
  emoji: EmojiDrawings,
  { lineWidths = [1], recoloured = 0, trim = false }: DataSetRequest,
): UndrawnPair[] {
  const { name, family } = emoji;
  const isHeldOut = splitOf(family) !== 'train';
  const drawn = (lineWidth: number, seed?: string) => (size: number) =>
    drawEmoji(emoji, size, { lineWidth, trim: trim && !isHeldOut, seed });
  if (isHeldOut) return [{ name, side: { family }, draw: drawn(1) }];
  const pairs = lineWidths.map((width) => ({
    name: width === 1 ? name : `${name}-line-${width}`,
    side: { family },
    draw: drawn(width),
  }));
  const copies = Array.from({ length: recoloured }, (_, i) => ({
    name: `${name}-colours-${i + 1}`,
    side: { family },
    draw: drawn(lineWidths[i % lineWidths.length] as number, `${name} ${i}`),
  }));
  return [...pairs, ...copies];
}

type Drawn = { readonly lineWidth: number; readonly trim: boolean; readonly seed: string | undefined };

async function drawEmoji(
  { lines, coloured, side }: EmojiDrawings,
  size: number,
  { lineWidth, trim, seed }: Drawn,
): Promise<ImagePair> {
  const stream = (part: string) => randomStream('emoji', part, seed as string);
  const box = trim ? await trimmedBox(coloured, side) : undefined;
  const drawing = (svg: Uint8Array) => {
    const widened = withLineWidth(svg, lineWidth);
    return box ? { bytes: trimTo(widened, box), svgSide: box.side } : { bytes: widened, svgSide: side };
  };
  const pair = await drawPair({ a: drawing(lines), b: drawing(coloured) }, size);
  if (seed === undefined) return pair;
  const filled = fillParts(pair.a, stream('colours'));
  return { a: drawHints(pair.a, filled.flat, stream('hints'), HINTS), b: filled.coloured };
}
