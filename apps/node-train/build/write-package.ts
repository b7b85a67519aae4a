import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeSafetensorsToBytes, parseSafetensors } from '@pix2pix-ts/checkpoint';
import { UsageError, writeAtomically } from '@pix2pix-ts/common/node';
import { joinSideBySide } from '@pix2pix-ts/data';
import { encodePng } from '@pix2pix-ts/data/node';
import { parseModelMetadata } from '@pix2pix-ts/models';
import sharp from 'sharp';
import type { EvaluatedPair } from '../src/evaluate/evaluate-model.ts';
import { MODEL_FILE } from '../src/files/index.ts';
import { sampleGrid } from '../src/pictures/index.ts';
import { withFigures } from './model-card.ts';

/** A page fetches the entire file before it can show anything. */
const MAX_BYTES = 12e6;
const CARD_FILE = 'README.md';
const PICTURE_FILE = 'results.png';
/** The sheet of the twelve drawings. */
export const DRAWINGS_FILE = 'drawings.png';
/** The shown pairs, for the tests; not published. */
export const PAIRS_FOLDER = 'held-out';

/** Puts the weights into a package, with more about them in their metadata. @throws one line where they are too large */
export async function writeModel(folder: string, smaller: Uint8Array, training: object): Promise<void> {
  const { tensors, metadata } = parseSafetensors(smaller);
  const entries = [...tensors].map(([name, { dtype, shape, data }]) => ({ name, dtype, shape, read: () => data }));
  const all = { ...parseModelMetadata({ ...metadata }).training, ...training };
  const bytes = await encodeSafetensorsToBytes(entries, { ...metadata, training: JSON.stringify(all) });
  if (bytes.length > MAX_BYTES) {
    throw new UsageError(
      `Expected a model of at most ${MAX_BYTES / 1e6} MB for a page, got ${(bytes.length / 1e6).toFixed(1)} MB. Use fewer filters.`,
    );
  }
  await writeAtomically(join(folder, MODEL_FILE), bytes);
}

/** Puts the shown pairs into a package: as a picture for its card, and each as a file for the tests. */
export async function writePictures(folder: string, shown: readonly EvaluatedPair[]): Promise<void> {
  const pairs = join(folder, PAIRS_FOLDER);
  await rm(pairs, { recursive: true, force: true });
  await mkdir(pairs);
  for (const { name, input, target } of shown)
    await writeAtomically(join(pairs, `${name}.png`), await encodePng(joinSideBySide({ a: input, b: target })));
  const grid = await encodePng(sampleGrid(shown));
  // In 256 colours: a third of the size, and nobody sees it.
  await writeAtomically(join(folder, PICTURE_FILE), await sharp(grid).png({ palette: true, effort: 10 }).toBuffer());
}

/** Writes the figures that the weights' metadata holds into the package's card. */
export async function writeCard(folder: string): Promise<void> {
  const path = join(folder, CARD_FILE);
  await writeAtomically(path, await cardOf(folder, await readFile(path, 'utf8')));
}

/** A package's card as it has to be. */
export async function cardOf(folder: string, card: string): Promise<string> {
  const bytes = await readFile(join(folder, MODEL_FILE));
  return withFigures(card, parseModelMetadata({ ...parseSafetensors(bytes).metadata }), bytes.length);
}
