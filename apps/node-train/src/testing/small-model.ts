import { writeFile } from 'node:fs/promises';
import type { EncodeOptions } from '@pix2pix-ts/checkpoint';
import { smallMetadata, smallModelFile } from '@pix2pix-ts/testing-models';
import { backend, setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';

/** Writes the weights file of a new, untrained model that any engine runs at once. */
export async function writeSmallModel(
  path: string,
  metadata = smallMetadata(),
  encoding: EncodeOptions = {},
): Promise<void> {
  await setBackend('cpu');
  Object.assign(backend(), { firstUse: false }); // it would advise to install another engine
  await writeFile(path, await smallModelFile(metadata, { strength: 1, encoding }));
}
