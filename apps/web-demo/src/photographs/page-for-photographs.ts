import type { PhotographKind } from '@pix2pix-ts/data';

/** Of a pair's shorter side: the sigma of a line that `edges` draws, and the least in pixels. */
const PEN = 1 / 360;
const THINNEST = 0.6;
/** How wide a Gaussian is at half of its height, in sigmas. */
const HALF_WIDTH = 2.355;

/**
 * What the file of a model that learned from photographs says about drawing for it, under `training.page`: its tools, and what
 * photographs become before it gets them.
 *
 * @param palette of labels, as `#rrggbb`
 */
export function pageForPhotographs(
  kind: PhotographKind,
  imageSize: number,
  palette: readonly string[],
): Record<string, unknown> {
  if (kind === 'edges') {
    const width = Math.round((HALF_WIDTH * Math.max(THINNEST, imageSize * PEN) * 1024) / imageSize);
    return {
      photographs: kind,
      hint: 'Draw black lines, or open a photograph, of which it gets the edges.',
      palette: ['#000000'],
      tools: ['pen', 'eraser', 'line', 'rectangle'],
      examples: 'lines',
      width,
    };
  }
  if (kind === 'labels') {
    return {
      photographs: kind,
      hint: 'Paint in these flat colours, or open a photograph, which becomes a map in them.',
      palette,
      tools: ['pen', 'line', 'rectangle', 'fill'],
      width: 80,
    };
  }
  return { photographs: kind, hint: HINTS[kind] };
}

const HINTS: Readonly<Record<Exclude<PhotographKind, 'edges' | 'labels'>, string>> = {
  grey: 'Open a photograph: the model gets it without its colours.',
  blur: 'Open a photograph: the model gets it out of focus.',
  mosaic: 'Open a photograph: the model gets it in blocks.',
};
