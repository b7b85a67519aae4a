import type { PairSource } from '@pix2pix-ts/data';

/** A colour that covers less of a picture is an edge, a shade of one, or a detail. */
const LEAST_SHARE = 0.005;
/** Colours that are nearer to one another, as a distance in 8-bit RGB, look alike on a small swatch. */
const LEAST_DISTANCE = 40;
const WHITE = 0xffffff;

/**
 * The colours that most inputs of a data set are painted with, most frequent first, each unlike those before it: `count`
 * of them and white, or black alone where one is all that is asked for. A picture counts by the share of it that a colour
 * covers.
 *
 * @returns each as `#rrggbb`
 */
export async function measurePalette(pairs: PairSource, count: number): Promise<string[]> {
  const shares = new Map<number, number>();
  for (const index of pairs.names.keys()) {
    const { a } = await pairs.load(index);
    for (const [colour, share] of flatColours(a.data)) shares.set(colour, (shares.get(colour) ?? 0) + share);
  }
  const frequent = [...shares].filter(([colour]) => colour !== WHITE).sort(([, left], [, right]) => right - left);
  const palette: number[] = [];
  for (const [colour] of frequent) {
    if (palette.length === count) break;
    if ([WHITE, ...palette].every((other) => distance(colour, other) >= LEAST_DISTANCE)) palette.push(colour);
  }
  if (count > 1) palette.push(WHITE);
  return palette.map((colour) => `#${colour.toString(16).padStart(6, '0')}`);
}

/** What share of a picture each colour covers, of those that cover something. */
function flatColours(data: ArrayLike<number>): [number, number][] {
  const counts = new Map<number, number>();
  const pixels = data.length / 3;
  for (let at = 0; at < data.length; at += 3) {
    const colour = ((data[at] as number) << 16) | ((data[at + 1] as number) << 8) | (data[at + 2] as number);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return [...counts]
    .map(([colour, n]) => [colour, n / pixels] as [number, number])
    .filter(([, share]) => share >= LEAST_SHARE);
}

function distance(left: number, right: number): number {
  const channels = [16, 8, 0].map((shift) => ((left >> shift) & 255) - ((right >> shift) & 255));
  return Math.hypot(...channels);
}
