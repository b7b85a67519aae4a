import type { ImagePair, PairSource, Pixels } from '@pix2pix-ts/data';

/** A pair of images of the model's size, and its name. */
export type NamedPair = { readonly name: string } & ImagePair;

/** What a run in the page learns from, and what it is shown on. */
export type TrainingPairs = {
  readonly title: string;
  /** Of the data, and so of what is made from it; empty where it is not known. */
  readonly licence: string;
  readonly train: readonly NamedPair[];
  /** Not learnt from; may be empty. */
  readonly heldOut: readonly NamedPair[];
};

/** Pairs in memory as the trainer reads them. */
export function sourceOf(pairs: readonly NamedPair[]): PairSource {
  return {
    names: pairs.map(({ name }) => name),
    load: async (index) => pairs[index] as NamedPair,
  };
}

/** Red, green and blue of an image that a canvas gave, which has no transparent pixels. */
export function withoutAlpha({ data, width, height }: ImageData): Pixels {
  const rgb = new Uint8ClampedArray(width * height * 3);
  for (let from = 0, to = 0; from < data.length; from += 4) {
    rgb[to++] = data[from] as number;
    rgb[to++] = data[from + 1] as number;
    rgb[to++] = data[from + 2] as number;
  }
  return { data: rgb, width, height };
}
