import type { PhotographKind } from '@pix2pix-ts/data';
import type { PrepareOptions } from './data-set.ts';

/** What pairs out of photographs are asked for. */
export type PhotographOptions = PrepareOptions & {
  /** What the photographs are turned into. */
  kind: PhotographKind;
  /** The folder of photographs. */
  folder: string;
  /** Many squares of each picture, in place of the one in its middle. @default false */
  tile?: boolean | undefined;
  /** Decides which pictures are held out, and where the search for the palette begins. @default 1 */
  seed?: number | undefined;
  /** Of blur its sigma, of mosaic the side of its blocks, in pixels of the pair. */
  strength?: number | undefined;
  /** Of labels: how many flat colours there are. @default 8 */
  classes?: number | undefined;
  /** Leave out what cannot be read or is too small, in a line each. @default false */
  skipBad?: boolean | undefined;
};
