import { type ConvLayer, discriminatorLayers, generatorLayers, weightShape } from '@pix2pix-ts/models';
import type { TrainConfig } from '@pix2pix-ts/trainer';

/** How many values each gradient of a step has: those of the discriminator, then those of the generator. */
export function gradientLengths({ generator, discriminator }: TrainConfig): number[] {
  return [...discriminatorLayers(discriminator), ...generatorLayers(generator)].flatMap(layerLengths);
}

function layerLengths(layer: ConvLayer): number[] {
  const weight = weightShape(layer).reduce((product, length) => product * length, 1);
  return layer.bias ? [weight, layer.outChannels] : [weight];
}
