import { hashText } from '@pix2pix-ts/random';

/** The parts of a data set: to learn from, to choose by, and to judge at the end. */
export const SPLITS = ['train', 'val', 'test'] as const;

/** A part of a data set. */
export type Split = (typeof SPLITS)[number];

/**
 * The split of a name: 90 % train, 5 % val, 5 % test. The same name is on the same side for ever and on every machine,
 * whatever else is in the folder: the split is 100 parts of a 32-bit hash (FNV-1a over the UTF-16 code units of the
 * name in NFC, mixed as MurmurHash3 ends, modulo 100), 0-89 train, 90-94 val, 95-99 test.
 *
 * @param key the name; what must stay together (variants of one picture, frames of one film) gives one key for all
 */
export function splitOf(key: string): Split {
  // macOS hands out names in decomposed form, other systems as they were written.
  const part = (hashText(key.normalize('NFC')) >>> 0) % 100;
  if (part < 90) return 'train';
  return part < 95 ? 'val' : 'test';
}
