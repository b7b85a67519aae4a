import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeSafetensorsToBytes, tensorEntries } from '@pix2pix-ts/checkpoint';
import { encodeModelMetadata, initGenerator } from '@pix2pix-ts/models';
import { type PresetName, presetModel } from './preset-model.ts';
import { startBackend } from './process/start-backend.ts';

/** Writes the weights file of a preset's new, untrained generator into a folder, and returns its path. */
export async function newModel(folder: string, preset: PresetName): Promise<string> {
  await startBackend('cpu');
  const { generator } = presetModel(preset);
  const weights = tensorEntries(initGenerator(generator, { seed: 1 }));
  const about = { direction: 'AtoB', dropout: 'off', training: { preset, steps: 0 }, licence: 'MIT' } as const;
  const file = join(folder, 'model.safetensors');
  await writeFile(file, await encodeSafetensorsToBytes(weights, encodeModelMetadata({ generator, ...about })));
  return file;
}
