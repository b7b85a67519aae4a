import { CHANNELS, extendEdges, type PictureRows, type Pixels } from '@pix2pix-ts/data';
import { mayStop } from '../may-stop.ts';
import { type AxisTile, tileAxis, WEIGHT_BITS } from './tile-axis.ts';

/** How a picture is divided. */
export type Tiling = {
  /** Pixels of a tile's row. */
  readonly width: number;
  /** Rows of a tile. */
  readonly height: number;
  /** The least share of a tile that its neighbour covers too, from 0 to 0.5. */
  readonly overlap: number;
};

/** How far a picture is. */
export type TileProgress = {
  /** Tiles that are translated. */
  readonly done: number;
  /** All tiles of the picture. */
  readonly total: number;
};

/** @see translateRows */
export type TranslateRowsOptions = {
  tiling: Tiling;
  /** What the model makes of a tile, of the same size. */
  translateTile: (tile: Pixels) => Promise<Pixels>;
  onProgress?: ((progress: TileProgress) => void) | undefined;
  /** Stops between two tiles. */
  signal?: AbortSignal | undefined;
};

/**
 * Translates a picture tile by tile and yields its rows from top to bottom, a few at a time. In memory are one band of tiles
 * and its sums: as much as a tile's height times the picture's width.
 *
 * @throws the signal's reason, and what `read` and `translateTile` throw
 */
export async function* translateRows(picture: PictureRows, options: TranslateRowsOptions): AsyncGenerator<Pixels> {
  const { tiling, translateTile, onProgress, signal } = options;
  const { width, height } = picture;
  const columns = tileAxis(width, tiling.width, Math.floor(tiling.overlap * tiling.width));
  const bands = tileAxis(height, tiling.height, Math.floor(tiling.overlap * tiling.height));
  const total = columns.length * bands.length;
  const sums = new Int32Array(Math.min(tiling.height, height) * width * CHANNELS);
  let done = 0;
  onProgress?.({ done, total });
  for (const [i, band] of bands.entries()) {
    const top = Math.max(0, band.start);
    const count = Math.min(tiling.height, height);
    const rows = { data: await picture.read(top, count), width, height: count };
    for (const column of columns) {
      await mayStop(signal);
      const tile = extendEdges(rows, -column.start, top - band.start, tiling.width, tiling.height);
      addTile(sums, width, await translateTile(tile), column, { ...band, start: band.start - top });
      onProgress?.({ done: ++done, total });
    }
    const finished = (bands[i + 1]?.start ?? height) - top;
    yield takeRows(sums, width, finished);
  }
}

/** Adds a tile's bytes by their weights to the sums of a band, whose first row is row 0. */
function addTile(sums: Int32Array, width: number, tile: Pixels, column: AxisTile, row: AxisTile): void {
  const rows = sums.length / (width * CHANNELS);
  const first = Math.max(0, -column.start);
  const last = Math.min(tile.width, width - column.start);
  for (let y = Math.max(0, -row.start); y < Math.min(tile.height, rows - row.start); y++) {
    const down = row.weights[y] as number;
    let from = (y * tile.width + first) * CHANNELS;
    let to = ((y + row.start) * width + first + column.start) * CHANNELS;
    for (let x = first; x < last; x++) {
      const weight = down * (column.weights[x] as number);
      for (let channel = 0; channel < CHANNELS; channel++) {
        sums[to] = (sums[to] as number) + weight * (tile.data[from++] as number);
        to++;
      }
    }
  }
}

/** The first rows of the sums as bytes; the others move up in their place. */
function takeRows(sums: Int32Array, width: number, count: number): Pixels {
  const length = count * width * CHANNELS;
  const data = new Uint8Array(length);
  const half = 1 << (2 * WEIGHT_BITS - 1);
  for (let i = 0; i < length; i++) data[i] = ((sums[i] as number) + half) >> (2 * WEIGHT_BITS);
  sums.copyWithin(0, length);
  sums.fill(0, sums.length - length);
  return { data, width, height: count };
}
