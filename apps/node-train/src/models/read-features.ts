import { parseSafetensors, requireFinite, SafetensorsError, toTensors } from '@pix2pix-ts/checkpoint';
import { FILE_SYSTEM, FileError, systemCode, UsageError } from '@pix2pix-ts/common/node';
import { checkTensors, type FeatureNetwork, featureNetworks, parseFeatureMetadata } from '@pix2pix-ts/models';
import type { Tensor } from '@tensorflow/tfjs-core';
import { readBytes } from '../files/read-file.ts';

/** A feature network's weights, checked; no tensor is made yet. */
export type FeatureWeights = {
  readonly network: FeatureNetwork;
  /** Its tensors on the current engine, which the caller disposes. */
  tensors(): Record<string, Tensor>;
};

/**
 * Reads the files of `--features`, each of another network.
 *
 * @throws UsageError or FileError of one line
 */
export async function readFeatures(paths: readonly string[]): Promise<Map<FeatureNetwork, FeatureWeights>> {
  const found = new Map<FeatureNetwork, FeatureWeights>();
  for (const path of paths) {
    const weights = parsed(path, await read(path));
    if (found.has(weights.network))
      throw new UsageError(
        `Expected one file of ${featureNetworks[weights.network].description} for --features, got a second one, ${path}. Leave one out.`,
      );
    found.set(weights.network, weights);
  }
  return found;
}

async function read(path: string): Promise<Uint8Array> {
  try {
    return await readBytes(path, FILE_SYSTEM);
  } catch (error) {
    throw systemCode(error) ? new FileError('read', path, error) : error;
  }
}

function parsed(path: string, bytes: Uint8Array): FeatureWeights {
  try {
    const file = parseSafetensors(bytes);
    const network = parseFeatureMetadata(file.metadata);
    const other = [...file.tensors].find(([, { dtype }]) => dtype !== 'F32');
    if (other) throw new Error(`Expected '${other[0]}' in F32, got ${other[1].dtype}. Convert the weights again.`);
    // Names and shapes are all that is looked at here, and what a file's entries have in common with tensors.
    const entries = Object.fromEntries(file.tensors) as unknown as Record<string, Tensor>;
    checkTensors(featureNetworks[network].tensors(), entries, 'Convert the weights again.');
    requireFinite(file.tensors);
    return { network, tensors: () => toTensors(file) };
  } catch (error) {
    const hint = error instanceof SafetensorsError && error.code !== 'not-finite';
    const remedy = hint
      ? ' Files of PyTorch are converted first: pix2pix convert FILE --out features.safetensors.'
      : '';
    throw new UsageError(`Could not use the features of ${path}: ${(error as Error).message}${remedy}`, {
      cause: error,
    });
  }
}
