import { parseSafetensorsHeader, safetensorsHeadLength, type TensorLayout } from '@pix2pix-ts/checkpoint';
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
  try {
    return await withFile(path, FILE_SYSTEM, async (file) => {
      const { size } = await file.stat();
      const headLength = safetensorsHeadLength(await readFirst(file, 8), size);
      const { metadata, tensors } = parseSafetensorsHeader(await readFirst(file, headLength), size);
      return { metadata: metadataOf(path, metadata), tensors };
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
