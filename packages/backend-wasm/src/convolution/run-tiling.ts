import type { TrainableBackendWasm } from '../backend.ts';
import { withScratch } from '../memory/with-scratch.ts';
import { divideLonger } from '../product/run-product.ts';
import { type Tiling, writeTiling } from './tiling.ts';

/** The cut image from the seen one and the filter. */
export function gatherTiles(backend: TrainableBackendWasm, tiling: Tiling): void {
  const { form, batch, rows, columns, seen, cut } = tiling;
  const tiles = batch * rows.tiles * columns.tiles;
  const width = rows.phases * columns.phases * cut.channels;
  const depth = rows.taps.groups * columns.taps.groups * seen.channels;
  if (tiles === 0) return;
  withScratch(backend, 4 * form.image.length ** 2 * tiles * width, (products) => {
    const { words } = backend.scratch;
    writeTiling(backend.bytes, words, tiling, 'cut', products);
    divideLonger(backend, 'winogradGather', words, tiles, width, depth);
  });
}

/** The filter from the seen image and the cut one: its gradient from x and dy. */
export function reduceTiles(backend: TrainableBackendWasm, tiling: Tiling): void {
  const { form, batch, rows, columns, seen, cut } = tiling;
  const height = rows.taps.groups * columns.taps.groups * seen.channels;
  withScratch(backend, 4 * form.image.length ** 2 * height * cut.channels, (products) => {
    const { words } = backend.scratch;
    writeTiling(backend.bytes, words, tiling, 'filter', products);
    divideLonger(backend, 'winogradReduce', words, height, cut.channels, batch * rows.tiles * columns.tiles);
  });
}
