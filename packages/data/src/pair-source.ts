import type { Pixels } from './pixels.ts';

/** Two pictures of one thing. */
export type ImagePair = {
  /** The input of direction AtoB. */
  readonly a: Pixels;
  /** Its target. */
  readonly b: Pixels;
};

/** Where pairs come from: a folder, a drop of files, an array. */
export type PairSource = {
  /** One name per pair; their number is the number of pairs. */
  readonly names: readonly string[];
  /** Reads and decodes one pair; calls may overlap. Rejects with an error that names the file. */
  load(index: number): Promise<ImagePair>;
};

/** The pairs with these indices, in this order. */
export function pairsAt(source: PairSource, indices: readonly number[]): PairSource {
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
export function firstPairs(source: PairSource, count: number): PairSource {
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
export function spreadPairs(source: PairSource, count: number): PairSource {
  const total = source.names.length;
  if (count >= total) return firstPairs(source, count);
  const { names } = firstPairs(source, count);
  return pairsAt(
    source,
    names.map((_, place) => Math.floor((place * total) / count)),
  );
}
