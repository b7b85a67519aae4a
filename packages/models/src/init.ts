import { type KeyPart, randomStream } from '@pix2pix-ts/random';
import { tensor1d, tensor4d } from '@tensorflow/tfjs-core';
import { type ConvLayer, type ConvParams, type NetworkParams, weightShape } from './conv-layer.ts';
import { type DiscriminatorConfig, discriminatorLayers } from './discriminator-config.ts';
import { type GeneratorConfig, generatorLayers } from './generator-config.ts';

/** @see initGenerator */
export type InitOptions = {
  /** All that is drawn follows from it. */
  seed: number;
};

/** Standard deviation of the weights, as in the paper's section 6.2. */
const WEIGHT_STD = 0.02;

/**
 * New parameters for a generator: weights ~ N(0, 0.02), biases ~ U(-1/sqrt(fan in), 1/sqrt(fan in)), each drawn from
 * a stream of its own, so that equal seeds give equal parameters on every engine.
 *
 * @returns `down1` ... `final`; the caller disposes the tensors.
 */
export function initGenerator(config: GeneratorConfig, { seed }: InitOptions): NetworkParams {
  return initLayers(generatorLayers(config), [seed, 'init', 'generator']);
}

/** New parameters for a discriminator, drawn as for the generator. @see initGenerator */
export function initDiscriminator(config: DiscriminatorConfig, { seed }: InitOptions): NetworkParams {
  return initLayers(discriminatorLayers(config), [seed, 'init', 'discriminator']);
}

function initLayers(layers: readonly ConvLayer[], key: readonly KeyPart[]): NetworkParams {
  return Object.fromEntries(layers.map((layer) => [layer.name, initLayer(layer, key)]));
}

function initLayer(layer: ConvLayer, key: readonly KeyPart[]): ConvParams {
  const { normal } = randomStream(...key, layer.name, 'weight');
  const values = new Float32Array(16 * layer.inChannels * layer.outChannels);
  for (let i = 0; i < values.length; i++) values[i] = WEIGHT_STD * normal();
  const weight = tensor4d(values, weightShape(layer));
  if (!layer.bias) return { weight };
  const { uniform } = randomStream(...key, layer.name, 'bias');
  const bound = 1 / Math.sqrt(16 * layer.inChannels);
  return {
    weight,
    bias: tensor1d(Float32Array.from({ length: layer.outChannels }, () => bound * (2 * uniform() - 1))),
  };
}
