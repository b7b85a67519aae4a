import { parseSafetensors, requireFinite, type SafetensorsEntry, scaleName } from '@pix2pix-ts/checkpoint';
import { FILE_SYSTEM, FileError, UsageError } from '@pix2pix-ts/common/node';
import { checkTensors, generatorTensors, type ModelMetadata } from '@pix2pix-ts/models';
import type { Tensor } from '@tensorflow/tfjs-core';
import { readBytes } from '../files/read-file.ts';
import { readModelHeader } from './read-model-header.ts';

/**
 * Passes where the weights of a file are those that its own description asks for, intact by the file's check, and finite.
 *
 * @throws UsageError of one line that names the first thing that is not so; FileError
 */
export async function checkWeights(path: string): Promise<void> {
  const { metadata, tensors } = await readModelHeader(path);
  try {
    // Before the file is read, which may then be no larger than such a model is.
    requireLayers(metadata, tensors);
    const file = parseSafetensors(
      await readBytes(path, FILE_SYSTEM).catch((error) => {
        throw new FileError('read', path, error);
      }),
    );
    requireFinite(file.tensors);
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new UsageError(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

function requireLayers(
  { generator }: ModelMetadata,
  tensors: ReadonlyMap<string, Pick<SafetensorsEntry, 'dtype' | 'shape'>>,
): void {
  const scales = new Set([...tensors].flatMap(([name, { dtype }]) => (dtype === 'I8' ? scaleName(name) : [])));
  const weights = [...tensors].filter(([name]) => !scales.has(name));
  // Names and shapes are all that is checked.
  checkTensors(generatorTensors(generator), Object.fromEntries(weights) as unknown as Record<string, Tensor>);
}
