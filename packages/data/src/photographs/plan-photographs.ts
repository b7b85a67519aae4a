import type { Split } from '../split-of.ts';
import { photographTiles, type Square } from './photograph-tiles.ts';
import { splitPhotographs } from './split-photographs.ts';

/** What a plan needs to know of a photograph. */
export type PlannedPhotograph = {
  /** Its file's name. */
  readonly name: string;
  /** Pixels of a row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
};

/** A pair that photographs give. */
export type PlannedPair = {
  /** Of the pair: letters, digits and hyphens, the same whatever the folder is called. */
  readonly name: string;
  /** Where it belongs, with all pairs of its photograph. */
  readonly split: Split;
  /** The photograph's place in the list. */
  readonly photograph: number;
  /** The part of it that becomes the pair. */
  readonly square: Square;
};

/** @see planPhotographs */
export type PlanOptions = {
  /** Of a pair's pictures, at most the shorter side of each photograph. */
  size: number;
  /** Many squares of each picture, in place of the one in its middle. @default false */
  tile?: boolean | undefined;
  /** Decides which pictures are held out. @default 1 */
  seed?: number | undefined;
};

/** The pairs that photographs give, those of one after the other; no photograph is on both sides of the split. */
export function planPhotographs(photographs: readonly PlannedPhotograph[], options: PlanOptions): PlannedPair[] {
  const { size, tile = false, seed = 1 } = options;
  const splits = splitPhotographs(photographs.length, seed);
  const digits = String(photographs.length).length;
  return photographs.flatMap(({ name, width, height }, photograph) => {
    const numbered = `${String(photograph + 1).padStart(digits, '0')}-${plainName(name)}`;
    return photographTiles(width, height, size, tile).map((square) => ({
      name: tile ? `${numbered}-${square.side}-${square.top}-${square.left}` : numbered,
      split: splits[photograph] as Split,
      photograph,
      square,
    }));
  });
}

/** What a file's name may be anywhere: letters, digits and hyphens. */
function plainName(file: string): string {
  const plain = file
    .replace(/(.)\.[^.]*$/, '$1')
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}_]+/gu, '-');
  return plain.slice(0, 40).replace(/^-+|-+$/g, '') || 'picture';
}
