import { createHash } from 'node:crypto';
import { basename, resolve } from 'node:path';
import { hashFile, printableLine } from '@pix2pix-ts/common/node';
import {
  type Colour,
  choosePalette,
  coloursInCommon,
  hexOf,
  type PhotographKind,
  type Pixels,
  photographPair,
  planPhotographs,
  whatToExpect,
} from '@pix2pix-ts/data';
import { decodeImage, listImages } from '@pix2pix-ts/data/node';
import type { DataSetRequest } from '../pairs/data-set-record.ts';
import type { PreparedDataSet, UndrawnPair } from './data-set.ts';
import { findExisting } from './existing-data-set.ts';
import { lookAtPhotographs, type SeenPhotograph } from './look-at-photographs.ts';
import type { PhotographOptions } from './photograph-options.ts';
import { checkOptions } from './prepare-data-set.ts';
import { writeDataSet } from './write-data-set.ts';

const WHAT: Readonly<Record<PhotographKind, string>> = {
  edges: 'lines of the photograph',
  grey: 'photograph without colours',
  blur: 'photograph out of focus',
  mosaic: 'photograph in blocks',
  labels: 'map in flat colours',
};

/** Decoded pictures that are kept, because the squares of one are drawn one after the other. */
const KEPT = 2;

/**
 * Makes pairs out of a folder of photographs: B is the photograph, or a square of it, and A what it was turned into. All
 * squares of a picture are on the same side of the split.
 *
 * @throws DataError of one line where the folder holds no picture, one that cannot be read or is smaller than the pairs, or
 *   where the data set's folder holds something else; FileError where that cannot be written
 */
export async function preparePhotographs(options: PhotographOptions): Promise<PreparedDataSet> {
  checkOptions(options);
  const { kind, folder, size, out, onNote, tile = false, seed = 1, classes = 8 } = options;
  const files = await listImages(folder, onNote);
  const request = await requestOf(options, files);
  const existing = await findExisting(out, request);
  if (existing) return { out, pairs: existing.pairs, made: false };
  const seen = await lookAtPhotographs(files, options);
  const samples = seen.map(({ sample }) => sample);
  const palette = kind === 'labels' ? choosePalette(samples, classes, seed) : [];
  const pairs = pairsOf(seen, palette, options);
  onNote?.(
    whatToExpect({
      kind,
      pictures: seen.length,
      pairs: tile ? pairs.length : seen.length,
      alike: coloursInCommon(seen.map(({ shares }) => shares)),
    }),
  );
  if (kind === 'labels') onNote?.(`The flat colours, from dark to light: ${palette.map(hexOf).join(' ')}`);
  if (seen.length < 3) onNote?.(`Of ${seen.length === 1 ? '1 picture' : '2 pictures'} not every split gets one.`);
  const made = await writeDataSet(
    request,
    { pairs, licenceText: licenceText(folder, kind, palette) },
    { ...options, size },
  );
  return { out, pairs: made.pairs, made: true };
}

/** The pairs to draw, those of one picture one after the other. */
function pairsOf(
  seen: readonly SeenPhotograph[],
  palette: readonly Colour[],
  options: PhotographOptions,
): UndrawnPair[] {
  const { kind, size, strength } = options;
  const decode = keeping(seen);
  const photographs = seen.map(({ path, width, height }) => ({ name: basename(path), width, height }));
  return planPhotographs(photographs, options).map(({ name, split, photograph, square }) => ({
    name,
    side: { split },
    draw: async () => photographPair(kind, await decode(photograph), square, size, { strength, palette }),
  }));
}

/** Decodes pictures, and keeps those that were asked for last. */
function keeping(seen: readonly SeenPhotograph[]): (index: number) => Promise<Pixels> {
  const kept = new Map<number, Promise<Pixels>>();
  return (index) => {
    const there = kept.get(index);
    if (there) return there;
    const decoding = decodeImage((seen[index] as SeenPhotograph).path);
    kept.set(index, decoding);
    for (const [oldest] of [...kept].slice(0, -KEPT)) kept.delete(oldest);
    return decoding;
  };
}

async function requestOf(options: PhotographOptions, files: readonly string[]): Promise<DataSetRequest> {
  const { kind, folder, size, limit = null, tile = false, seed = 1, strength = null, classes = 8 } = options;
  const hash = createHash('sha256');
  for (const file of files) {
    options.signal?.throwIfAborted();
    // A link to nothing has no content; reading it says so.
    hash.update(`${basename(file)}\0${await hashFile(file, 'sha256').catch(() => '')}\n`);
  }
  const sha256 = hash.digest('hex');
  return {
    format: 1,
    name: `${kind} of ${printableLine(basename(resolve(folder))).slice(0, 100)}`,
    packages: [],
    licence: '',
    a: WHAT[kind],
    b: 'photograph',
    size,
    groups: null,
    skinTones: false,
    limit,
    photographs: { sha256, tile, seed, strength, classes: kind === 'labels' ? classes : null },
  };
}

function licenceText(folder: string, kind: PhotographKind, palette: readonly Colour[]): string {
  const colours = palette.length > 0 ? `\nFlat colours: ${palette.map(hexOf).join(' ')}\n` : '';
  return `Made from the pictures in ${printableLine(folder)}; the rights in them are as they were.\n\nChanges: squares were cut out and resized, and next to each is what it was turned into: ${WHAT[kind]}.\n${colours}`;
}
