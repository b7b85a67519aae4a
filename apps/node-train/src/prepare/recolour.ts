import { hexOf } from '@pix2pix-ts/data';
import type { RandomStream } from '@pix2pix-ts/random';

/** A colour of an SVG; what follows must not be part of it. */
const HEX = /#([0-9a-f]{6}|[0-9a-f]{3})\b/gi;
/** Hue, saturation and value are drawn from these; a small share of parts is grey or white. */
const SATURATION = { least: 0.25, most: 0.95 };
const VALUE = { least: 0.5, most: 1 };
const GREYS = 0.15;

/** An SVG with another colour, drawn at random, for each of its colours; black lines stay black. */
export function recolour(svg: Uint8Array, random: RandomStream): Uint8Array {
  const colours = new Map<string, string>();
  const text = Buffer.from(svg).toString('utf8');
  return Buffer.from(
    text.replace(HEX, (written, digits: string) => {
      const colour = digits.length === 3 ? [...digits].map((digit) => digit + digit).join('') : digits;
      const key = colour.toLowerCase();
      if (key === '000000') return written;
      if (!colours.has(key)) colours.set(key, randomColour(random));
      return colours.get(key) as string;
    }),
  );
}

function randomColour(random: RandomStream): string {
  const between = ({ least, most }: { least: number; most: number }) => least + (most - least) * random.uniform();
  const hue = 6 * random.uniform();
  const saturation = random.uniform() < GREYS ? 0 : between(SATURATION);
  const value = between(VALUE);
  // Red, green and blue are the same wave along the hue, two steps of six apart.
  const channel = (offset: number) => {
    const place = (offset + hue) % 6;
    return Math.round(255 * value * (1 - saturation * Math.max(0, Math.min(place, 4 - place, 1))));
  };
  return hexOf([channel(5), channel(3), channel(1)]);
}
