import type { TileProgress } from '@pix2pix-ts/pix2pix';
import { showShare } from './bar-over.ts';
import { element, onClick } from './element.ts';
import { showNote } from './note.ts';

/** Shows over the result how many tiles of a picture are translated; `undefined` that no more are to come. */
export function showTiles(progress: TileProgress | undefined): void {
  const bar = element('tiles', HTMLDivElement);
  bar.hidden = progress === undefined;
  if (progress) showShare(bar, progress.done / progress.total, `${progress.done} of ${progress.total}`);
}

/** Calls back when someone no longer wants to wait for the tiles. */
export function followStopTiles(onStop: () => void): void {
  onClick('stop-tiles', onStop, showNote);
}
