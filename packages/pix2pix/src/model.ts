import { parseSafetensors, type SafetensorsFile, toTensors } from '@pix2pix-ts/checkpoint';
import {
  generatorLayers,
  type ModelMetadata,
  type NetworkParams,
  paramsFromNames,
  parseModelMetadata,
} from '@pix2pix-ts/models';
import { dispose, type Tensor } from '@tensorflow/tfjs-core';
import { ModelError } from './model-error.ts';

/** A file that says it holds a generator; whether the weights are those of its configuration is not known yet. */
export type ModelFile = { readonly metadata: ModelMetadata; readonly file: SafetensorsFile };

/**
 * Reads a model file; no tensor is made yet.
 *
 * @param name what an error calls the file
 * @throws ModelError where the file is not to the format, or holds another kind of model
 */
export function parseModel(bytes: Uint8Array, name: string): ModelFile {
  return explained(name, () => {
    const file = parseSafetensors(bytes);
    const metadata = parseModelMetadata(file.metadata);
    const { inChannels, outChannels } = metadata.generator;
    if (inChannels !== 3 || outChannels !== 3) {
      throw new Error(
        `Expected a model of images with 3 channels, got ${inChannels} to ${outChannels}. Use applyGenerator of @pix2pix-ts/models.`,
      );
    }
    return { metadata, file };
  });
}

/**
 * The generator's parameters as tensors of the current engine, which the caller disposes; none is left after an error.
 *
 * @throws ModelError where a tensor is missing, left over, or of another shape or type
 */
export function paramsOf({ metadata, file }: ModelFile, name: string): NetworkParams {
  return explained(name, () => {
    const tensors = toTensors(file);
    try {
      checkTypes(tensors);
      return paramsFromNames(generatorLayers(metadata.generator), tensors);
    } catch (error) {
      dispose(tensors);
      throw error;
    }
  });
}

function checkTypes(tensors: Readonly<Record<string, Tensor>>): void {
  for (const [name, { dtype }] of Object.entries(tensors)) {
    if (dtype !== 'float32') throw new Error(`Expected '${name}' in floating point, got ${dtype}. Convert the file.`);
  }
}

/** What goes wrong inside is told with the name of the file before it. */
function explained<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new ModelError(`Could not load ${name}: ${(error as Error).message}`, { cause: error });
  }
}
