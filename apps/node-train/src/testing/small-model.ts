import { writeFile } from 'node:fs/promises';
import { type EncodeOptions, encodeSafetensorsToBytes, tensorEntries } from '@pix2pix-ts/checkpoint';
import { encodeModelMetadata, initGenerator, type ModelMetadata, pytorchGanGenerator } from '@pix2pix-ts/models';
import { backend, dispose, setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';

/** What a small model's file says of it, unless changed. */
export function smallMetadata(changes: Partial<ModelMetadata> = {}): ModelMetadata {
  const generator = { ...pytorchGanGenerator, imageSize: 32, filters: 4 };
  return { generator, direction: 'AtoB', dropout: 'off', training: {}, licence: 'CC0-1.0', ...changes };
}

/** Writes the weights file of a new, untrained model that any engine runs at once. */
export async function writeSmallModel(
  path: string,
  metadata = smallMetadata(),
  options?: EncodeOptions,
): Promise<void> {
  await setBackend('cpu');
  Object.assign(backend(), { firstUse: false }); // it would advise to install another engine
  const tensors = initGenerator(metadata.generator, { seed: 1 });
  await writeFile(path, await encodeSafetensorsToBytes(tensorEntries(tensors), encodeModelMetadata(metadata), options));
  dispose(tensors);
}
