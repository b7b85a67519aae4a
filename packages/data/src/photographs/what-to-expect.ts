import { CHANNELS, type Pixels } from '../pixels.ts';
import type { PhotographKind } from './photograph-kinds.ts';

/** The shades that are told apart in each channel. */
const SHADES = 6;
/** From this share of colours in common on, pictures are taken for ones of the same kind of thing. */
const ALIKE = 0.45;

/** What the model has to guess, and what pictures of one kind of thing are enough for. */
const GUESSES: Readonly<Record<PhotographKind, { what: string; way: string }>> = {
  edges: { what: 'colours of the world', way: 'edges' },
  grey: { what: 'colours of the world', way: 'grey pictures' },
  blur: { what: 'details of the world', way: 'blurred pictures' },
  mosaic: { what: 'details of the world', way: 'mosaics' },
  labels: { what: 'textures of the world', way: 'maps' },
};

/** What is known of the photographs. */
export type Photographs = {
  /** What they are turned into. */
  kind: PhotographKind;
  /** How many there are. */
  pictures: number;
  /** How many pairs they give. */
  pairs: number;
  /** How much of their colours two of them have in common on average, 0 to 1, by {@link coloursInCommon}. */
  alike: number;
};

/** What to expect of a model that learns from so many photographs, so much alike: a line or two for people. */
export function whatToExpect({ kind, pictures, pairs, alike }: Photographs): string {
  const { what, way } = GUESSES[kind];
  const count = pictures === 1 ? '1 picture' : `${pictures.toLocaleString('en')} pictures`;
  const areAlike = pictures === 1 || alike >= ALIKE;
  const parts = [`${count}${verdict(pictures, areAlike, what, way)}`];
  if (pictures < 200 && pairs > pictures)
    parts.push(
      `${pictures === 1 ? 'Its' : 'Their'} ${pairs.toLocaleString('en')} tiles help with textures, not with things that no picture shows.`,
    );
  return parts.join(' ');
}

function verdict(pictures: number, areAlike: boolean, what: string, way: string): string {
  if (pictures < 3) return `: a model learns these by heart; ${way} of anything else will not work. Take 30 or more.`;
  if (pictures < 60)
    return areAlike
      ? ` with colours much alike: too few for ${what}; ${way} of one kind of thing work.`
      : ` that differ much: too few for ${what}; ${way} work if all show one kind of thing. Take more, or more like each other.`;
  if (pictures < 500)
    return areAlike
      ? ` with colours much alike: enough for ${way} of one kind of thing.`
      : ` that differ much: ${way} of what many of them show work, ${what} hardly; some thousands are better.`;
  return areAlike
    ? ` with colours much alike: plenty for ${way} of this kind of thing.`
    : `: enough to begin with ${what}; what is seldom in them stays a guess.`;
}

/** The shares of a picture's pixels that have each of 216 colours. */
export function colourShares({ data }: Pixels): Float32Array {
  const shares = new Float32Array(SHADES ** 3);
  const shade = (value: number) => Math.floor((value * SHADES) / 256);
  const pixels = data.length / CHANNELS;
  for (let at = 0; at < data.length; at += CHANNELS) {
    const [red, green, blue] = [data[at] as number, data[at + 1] as number, data[at + 2] as number];
    const colour = (shade(red) * SHADES + shade(green)) * SHADES + shade(blue);
    shares[colour] = (shares[colour] as number) + 1 / pixels;
  }
  return shares;
}

/** How much of its colours a picture has in common with all pictures together, on average: 1 where all are alike. */
export function coloursInCommon(shares: readonly Float32Array[]): number {
  const mean = Float32Array.from({ length: SHADES ** 3 }, (_, i) =>
    shares.reduce((sum, one) => sum + (one[i] as number) / shares.length, 0),
  );
  const common = shares.map((one) => one.reduce((sum, share, i) => sum + Math.min(share, mean[i] as number), 0));
  return common.reduce((sum, each) => sum + each, 0) / Math.max(1, common.length);
}
