import { colourShares, DataError, type Pixels, paletteSample } from '@pix2pix-ts/data';
import { decodeImage } from '@pix2pix-ts/data/node';
import type { PhotographOptions } from './photograph-options.ts';

/** A photograph that can be used, and what is known of it. */
export type SeenPhotograph = {
  readonly path: string;
  readonly width: number;
  readonly height: number;
  /** A small copy. */
  readonly sample: Pixels;
  /** @see colourShares */
  readonly shares: Float32Array;
};

/** Bad pictures that an error names. */
const NAMED = 3;

/**
 * Decodes every photograph once, so that a bad one is known before anything is written.
 *
 * @throws DataError of one line where some cannot be read or are smaller than the pairs, unless they are to be skipped, or
 *   where none is left
 */
export async function lookAtPhotographs(
  files: readonly string[],
  { size, skipBad = false, folder, onNote, onProgress, signal }: PhotographOptions,
): Promise<SeenPhotograph[]> {
  const seen: SeenPhotograph[] = [];
  const bad: string[] = [];
  for (const [done, path] of files.entries()) {
    signal?.throwIfAborted();
    onProgress?.({ phase: 'look', done, total: files.length });
    try {
      seen.push(await look(path, size));
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      bad.push(error.message);
    }
  }
  onProgress?.({ phase: 'look', done: files.length, total: files.length });
  if (bad.length > 0 && !skipBad) {
    const more = bad.length > NAMED ? `; and ${bad.length - NAMED} more` : '';
    throw new DataError(
      `Expected ${files.length} photographs to use in ${folder}, got ${bad.length} bad: ${bad.slice(0, NAMED).join(' ')}${more} Remove them, or leave them out with --skip-bad.`,
    );
  }
  for (const line of bad) onNote?.(`Skipped: ${line}`);
  if (seen.length === 0)
    throw new DataError(`Expected a photograph to use in ${folder}, got none: all ${bad.length} are bad. Add some.`);
  return seen;
}

async function look(path: string, size: number): Promise<SeenPhotograph> {
  const pixels = await decodeImage(path);
  const { width, height } = pixels;
  if (Math.min(width, height) < size)
    throw new DataError(`Expected a picture of at least ${size}x${size} px, got ${width}x${height} in ${path}.`);
  const sample = paletteSample(pixels);
  return { path, width, height, sample, shares: colourShares(sample) };
}
