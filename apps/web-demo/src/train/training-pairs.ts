import type { ImagePair, PairSource } from '@pix2pix-ts/data';

/** A pair of images of the model's size, and its name. */
export type NamedPair = { readonly name: string } & ImagePair;

/** What a run in the page learns from, and what it is shown on. */
export type TrainingPairs = {
  readonly title: string;
  /** Of the data, and so of what is made from it; empty where it is not known. */
  readonly licence: string;
  readonly train: readonly NamedPair[];
  /** Not trained on; may be empty. */
  readonly heldOut: readonly NamedPair[];
  /** What to expect of a model that learns from them, where that is known. */
  readonly expected?: string;
  /** What the model's file is to say about drawing for it. */
  readonly page?: Readonly<Record<string, unknown>>;
};

/** Pairs in memory as the trainer reads them. */
export function sourceOf(pairs: readonly NamedPair[]): PairSource {
  return {
    names: pairs.map(({ name }) => name),
    load: async (index) => pairs[index] as NamedPair,
  };
}
