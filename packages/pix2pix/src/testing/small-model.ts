import { encodeSafetensorsToBytes, tensorEntries } from '@pix2pix-ts/checkpoint';
import {
  encodeModelMetadata,
  type GeneratorConfig,
  initGenerator,
  type ModelMetadata,
  pytorchGanGenerator,
} from '@pix2pix-ts/models';
import { dispose, mul, type Tensor } from '@tensorflow/tfjs-core';

/** A generator that is quick on every engine. */
export const SMALL: GeneratorConfig = { ...pytorchGanGenerator, imageSize: 32, filters: 4 };

/** What a small model's file says of it, unless changed. */
export function smallMetadata(changes: Partial<ModelMetadata> = {}): ModelMetadata {
  return {
    generator: SMALL,
    direction: 'AtoB',
    dropout: 'off',
    training: { preset: 'small', steps: 0 },
    licence: 'MIT',
    ...changes,
  };
}

/** The file of a small model: weights ten times those of a new network, so that its pictures are not all gray. */
export async function smallModelFile(
  metadata = smallMetadata(),
  change: (tensors: Record<string, Tensor>) => void = () => {},
  fields: Record<string, string> = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const weights = initGenerator(SMALL, { seed: 3 });
  const tensors = Object.fromEntries(
    Object.entries(weights).map(([name, tensor]) => [name, mul(tensor, 10) as Tensor]),
  );
  change(tensors);
  const bytes = await encodeSafetensorsToBytes(tensorEntries(tensors), { ...encodeModelMetadata(metadata), ...fields });
  dispose([weights, tensors]);
  return bytes;
}
