import { type EncodeOptions, encodeSafetensorsToBytes, tensorEntries } from '@pix2pix-ts/checkpoint';
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
    licence: 'CC0-1.0',
    ...changes,
  };
}

/** How the file of a small model comes about. */
export type SmallModelOptions = {
  /** Whose weights it holds, where it lies about that. @default the metadata's generator */
  weightsOf?: GeneratorConfig;
  /** @default 1 */
  seed?: number;
  /** How many times the weights of a new network its own are. @default 10, so that its pictures are not all gray */
  strength?: number;
  /** Changes the weights before they are written. */
  change?: (tensors: Record<string, Tensor>) => void;
  /** Further entries of the file's metadata, which win over those of the model. */
  fields?: Record<string, string>;
  /** How it is written. */
  encoding?: EncodeOptions;
};

/** The file of a small, untrained model, made on the engine that is there. */
export async function smallModelFile(
  metadata = smallMetadata(),
  { weightsOf = metadata.generator, seed = 1, strength = 10, change, fields, encoding }: SmallModelOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const weights = initGenerator(weightsOf, { seed });
  const tensors = Object.fromEntries(
    Object.entries(weights).map(([name, tensor]) => [name, mul(tensor, strength) as Tensor]),
  );
  change?.(tensors);
  const entries = { ...encodeModelMetadata(metadata), ...fields };
  const bytes = await encodeSafetensorsToBytes(tensorEntries(tensors), entries, encoding);
  dispose([weights, tensors]);
  return bytes;
}
