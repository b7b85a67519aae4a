import { encodeSafetensorsToBytes, tensorEntries } from '@pix2pix-ts/checkpoint';
import { encodeModelMetadata, initGenerator, pytorchGanGenerator } from '@pix2pix-ts/models';
import { dispose, mul, type Tensor } from '@tensorflow/tfjs-core';

/** The file of a small model: weights ten times those of a new network, so that its pictures are not all gray. */
export async function modelFile({ imageSize = 64, filters = 8 } = {}): Promise<Uint8Array> {
  const generator = { ...pytorchGanGenerator, imageSize, filters };
  const weights = initGenerator(generator, { seed: 1 });
  const stronger = Object.fromEntries(
    Object.entries(weights).map(([name, tensor]): [string, Tensor] => [name, mul(tensor, 10)]),
  );
  const metadata = encodeModelMetadata({
    generator,
    direction: 'AtoB',
    dropout: 'off',
    training: { preset: 'small', steps: 0 },
    licence: 'MIT',
  });
  const bytes = await encodeSafetensorsToBytes(tensorEntries(stronger), metadata);
  dispose([weights, stronger]);
  return bytes;
}
