import {
  parseSafetensorsHeader,
  type SafetensorsHeader,
  safetensorsHeadLength,
  type TensorLayout,
} from '@pix2pix-ts/checkpoint';
import { FILE_SYSTEM, FileError, systemCode, UsageError } from '@pix2pix-ts/common/node';
import { type ModelMetadata, parseModelMetadata } from '@pix2pix-ts/models';
import { readFirst, withFile } from '../files/read-file.ts';

/** What a weights file says about its model, and where its tensors are. */
export type ModelHeader = { readonly metadata: ModelMetadata; readonly tensors: ReadonlyMap<string, TensorLayout> };

/**
 * What a weights file says of its model; the weights themselves are not read.
 *
 * @throws FileError, SafetensorsError or UsageError of one line
 */
export async function readModelHeader(path: string): Promise<ModelHeader> {
  const { metadata, tensors } = await readHeader(path);
  return { metadata: metadataOf(path, metadata), tensors };
}

/** The texts of a weights file of any kind. @throws FileError or SafetensorsError of one line */
export async function readFileFields(path: string): Promise<Readonly<Record<string, string>>> {
  return (await readHeader(path)).metadata;
}

async function readHeader(path: string): Promise<SafetensorsHeader> {
  try {
    return await withFile(path, FILE_SYSTEM, async (file) => {
      const { size } = await file.stat();
      const headLength = safetensorsHeadLength(await readFirst(file, 8), size);
      return parseSafetensorsHeader(await readFirst(file, headLength), size);
    });
  } catch (error) {
    throw systemCode(error) ? new FileError('read', path, error) : error;
  }
}

function metadataOf(path: string, fields: Readonly<Record<string, string>>): ModelMetadata {
  try {
    return parseModelMetadata(fields);
  } catch (error) {
    throw new UsageError(`${path}: ${(error as Error).message}`, { cause: error });
  }
}
