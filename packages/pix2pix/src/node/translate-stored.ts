import { writeAtomically } from '@pix2pix-ts/common/node';
import { DataError, joinChannels, type Raster } from '@pix2pix-ts/data';
import { decodeStored, encodeStored } from '@pix2pix-ts/data/node';
import type { TranslateOptions, Translator } from '../translator.ts';

/** @see translateStoredFiles */
export type TranslateStoredOptions = Pick<TranslateOptions, 'dropout' | 'signal'> & {
  /** Of files of several pages this one, from 0. @default 0, or all pages where the model takes them as channels */
  page?: number | undefined;
};

/**
 * Translates the pictures of files as they are stored, for a model that was trained on such: its inputs in their order, whose
 * channels are joined, to a file that keeps the values: a PNG or TIFF of 8 or 16 bits, or an array of NumPy, by its name's ending.
 *
 * @param from a path for each input of the model
 * @throws DataError of one line where a picture cannot be read, has other channels than the model takes, or the result cannot be held
 *   by the format; FileError where it cannot be written; what `translate` throws. No half file is left.
 */
export async function translateStoredFiles(
  translator: Translator,
  from: readonly string[],
  to: string,
  options: TranslateStoredOptions = {},
): Promise<void> {
  const { page, ...others } = options;
  const { pictures } = translator.metadata;
  const inputs = pictures?.inputs?.length ?? 1;
  if (from.length !== inputs)
    throw new DataError(
      `Expected ${inputs} pictures for an input of the model${pictures?.inputs ? ` (${pictures.inputs.join(', ')})` : ''}, got ${from.length}. Pass a path for each.`,
    );
  const pages = page ?? (pictures?.pages === 'channels' ? pictures.pages : undefined);
  const [first, ...more] = await Promise.all(from.map((path) => decodeStored(path, { pages })));
  const [output] = await translator.translateRasters([joinChannels([first as Raster, ...more], from)], others);
  await writeAtomically(to, await encodeStored(output as Raster, to));
}
