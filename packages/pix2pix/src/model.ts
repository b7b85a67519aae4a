import { parseSafetensors, type SafetensorsFile, toTensors } from '@pix2pix-ts/checkpoint';
import {
  generatorLayers,
  type ModelMetadata,
  type NetworkParams,
  paramsFromNames,
  parseModelMetadata,
} from '@pix2pix-ts/models';
import type { Tensor } from '@tensorflow/tfjs-core';
import { ModelError } from './model-error.ts';

/** A generator's file: its metadata, and the tensors that its configuration asks for. */
export type ModelFile = { readonly metadata: ModelMetadata; readonly file: SafetensorsFile };

/**
 * Reads and checks a model file; no tensor is made yet.
 *
 * @param name what an error calls the file
 * @throws ModelError where the file is not to the format, holds another kind of model, or a tensor is missing, left over,
 *   or of another shape or type
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
    for (const [tensor, { dtype }] of file.tensors) {
      if (FLOATS.has(dtype)) continue;
      throw new Error(`Expected '${tensor}' as one of ${[...FLOATS].join(', ')}, got ${dtype}. Convert the file.`);
    }
    // Names and shapes are all that is looked at here, and what a file's entries have in common with tensors.
    paramsFromNames(generatorLayers(metadata.generator), Object.fromEntries(file.tensors) as unknown as NamedTensors);
    return { metadata, file };
  });
}

type NamedTensors = Record<string, Tensor>;

/** Everything that becomes float32. */
const FLOATS: ReadonlySet<string> = new Set(['F32', 'F16', 'BF16']);

/** The generator's parameters as tensors of the current engine, which the caller disposes. */
export function paramsOf({ metadata, file }: ModelFile): NetworkParams {
  return paramsFromNames(generatorLayers(metadata.generator), toTensors(file));
}

/** What goes wrong inside is told with the name of the file before it. */
function explained<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new ModelError(`Could not load ${name}: ${(error as Error).message}`, { cause: error });
  }
}
