import type { Region } from './closed-regions.ts';
import type { Placing } from './draw-picture.ts';

/**
 * The region that a region of the whole drawing is where that is drawn smaller, on a sheet as large; undefined where lines have
 * closed over it. Which one is the largest may be another one there: as wide a pen takes more of small parts.
 */
export function regionThere(
  regions: readonly Region[],
  { middle }: Region,
  { scale, x, y }: Placing,
  size: number,
): Region | undefined {
  const free = size * (1 - scale);
  const [column, row] = [Math.round(free * x + scale * middle.x), Math.round(free * y + scale * middle.y)];
  return regions.find(({ pixels }) => pixels.includes(row * size + column));
}
