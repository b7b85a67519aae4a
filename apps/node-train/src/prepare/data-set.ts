import type { Split } from '@pix2pix-ts/data';
import type { Drawing } from './draw-pair.ts';

/** A pair before it is drawn. */
export type UndrawnPair = {
  readonly name: string;
  /** Pairs of one family are on the same side of the split. */
  readonly family: string;
  readonly a: Drawing;
  readonly b: Drawing;
};

/** What the packages hold. */
export type DataSetContent = { readonly pairs: readonly UndrawnPair[]; readonly licenceText: string };

/** How far it is: fetching counts packages, drawing counts pairs. */
export type PrepareProgress = { phase: 'fetch' | 'draw'; done: number; total: number };

/** What every data set is asked for. */
export type PrepareOptions = {
  /** The side of each half in pixels, 8 to 1024. */
  size: number;
  /** The folder to make. */
  out: string;
  /** Take the skin-tone variants too. @default false */
  skinTones?: boolean;
  /** At most this many pairs, in the proportions of the splits; at least 3, so that each split has one. */
  limit?: number | undefined;
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
