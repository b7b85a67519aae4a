import type { Pixels, Raster } from './pixels.ts';

/** Two pictures of one thing. */
export type ImagePair<Kind extends Raster = Pixels> = {
  /** The input of direction AtoB. */
  readonly a: Kind;
  /** Its target. */
  readonly b: Kind;
};

/** Where pairs come from: a folder, a drop of files, an array. Its pictures are colours of 8 bits unless it says otherwise. */
export type PairSource<Kind extends Raster = Pixels> = {
  /** One name per pair; their number is the number of pairs. */
  readonly names: readonly string[];
  /** Reads and decodes one pair; calls may overlap. Rejects with an error that names the file. */
  load(index: number): Promise<ImagePair<Kind>>;
};

/** The pairs with these indices, in this order. */
export function pairsAt<Kind extends Raster = Pixels>(
  source: PairSource<Kind>,
  indices: readonly number[],
): PairSource<Kind> {
  return {
    names: indices.map((index) => source.names[index] as string),
    load: (index) => source.load(indices[index] as number),
  };
}

/**
 * The first `count` pairs, or all where there are fewer: training on these few alone shows at once whether training
 * works at all.
 *
 * @throws RangeError where count is not a positive integer
 */
export function firstPairs<Kind extends Raster = Pixels>(source: PairSource<Kind>, count: number): PairSource<Kind> {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`Expected the number of pairs as a positive integer, got ${count}. Ask for at least 1.`);
  }
  return pairsAt(source, [...source.names.keys()].slice(0, count));
}

/**
 * `count` pairs evenly from the first to the last, or all where there are fewer: neighbours in the order of names are
 * often look-alikes.
 *
 * @throws RangeError where count is not a positive integer
 */
export function spreadPairs<Kind extends Raster = Pixels>(source: PairSource<Kind>, count: number): PairSource<Kind> {
  const total = source.names.length;
  if (count >= total) return firstPairs(source, count);
  const { names } = firstPairs(source, count);
  return pairsAt(
    source,
    names.map((_, place) => Math.floor((place * total) / count)),
  );
}
