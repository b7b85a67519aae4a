import type { ImagePair, Split } from '@pix2pix-ts/data';

/** A pair before it is drawn. */
export type UndrawnPair = {
  readonly name: string;
  /** Which side of the split it is on: by the name of its family, or as said. */
  readonly side: { readonly family: string } | { readonly split: Split };
  /** Both pictures, of this many pixels a side. */
  draw(size: number): Promise<ImagePair>;
};

/** What the packages hold. */
export type DataSetContent = { readonly pairs: readonly UndrawnPair[]; readonly licenceText: string };

/** How far it is: fetching counts packages, looking counts photographs, drawing counts pairs. */
export type PrepareProgress = { phase: 'fetch' | 'look' | 'draw'; done: number; total: number };

/** What every data set is asked for. */
export type PrepareOptions = {
  /** The side of each half in pixels, 8 to 1024. */
  size: number;
  /** The folder to make. */
  out: string;
  /** Of emoji: take the skin-tone variants too. @default false */
  skinTones?: boolean;
  /** At most this many pairs, in the proportions of the splits; at least 3, so that each split has one. */
  limit?: number | undefined;
  /** Of emoji: so many pairs of white sheets more to train on, 0 to 10,000. @default 0 */
  emptySheets?: number | undefined;
  /** Where fetched packages are kept. @default PIX2PIX_CACHE, or the system's folder for caches */
  cacheDir?: string | undefined;
  onProgress?: ((progress: PrepareProgress) => void) | undefined;
  /** Told in one line when nothing comes from the network. */
  onNote?: ((line: string) => void) | undefined;
  signal?: AbortSignal | undefined;
};

/** A data set that is there now. */
export type PreparedDataSet = {
  readonly out: string;
  readonly pairs: Readonly<Record<Split, number>>;
  /** Whether it was made just now; otherwise it was there already, complete. */
  readonly made: boolean;
};
