import { writeFile } from 'node:fs/promises';
import { encodeSafetensorsToBytes } from '@pix2pix-ts/checkpoint';
import { encodeFeatureMetadata, type FeatureNetwork, featureNetworks } from '@pix2pix-ts/models';

/** Writes a file of feature weights that are all alike, or NaN in one tensor. */
export async function writeFeatures(network: FeatureNetwork, path: string, { nan = false } = {}): Promise<void> {
  const entries = Object.entries(featureNetworks[network].tensors()).map(([name, { shape }], i) => {
    const values = new Float32Array(shape.reduce((all, size) => all * size, 1)).fill(
      nan && i === 1 ? Number.NaN : 0.01,
    );
    return { name, shape, dtype: 'F32' as const, read: () => new Uint8Array(values.buffer) };
  });
  await writeFile(path, await encodeSafetensorsToBytes(entries, encodeFeatureMetadata(network)));
}
