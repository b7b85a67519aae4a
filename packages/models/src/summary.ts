import { type ConvLayer, countParameters } from './conv-layer.ts';
import { type DiscriminatorConfig, discriminatorLayers } from './discriminator-config.ts';
import { type GeneratorConfig, generatorLayers } from './generator-config.ts';

/** One line of a summary: what a block consists of, its output [H, W, C] for one image, and its parameters. */
export type SummaryRow = {
  /** The block's. */
  name: string;
  /** What runs in it, in words. */
  layers: string;
  /** [H, W, C] of one image. */
  outputShape: [number, number, number];
  /** How many numbers are trained. */
  parameters: number;
};

/** The generator block by block, from the input's side; nothing is computed, so it needs no engine. */
export function summarizeGenerator(config: GeneratorConfig): SummaryRow[] {
  let size = config.imageSize;
  return generatorLayers(config).map((layer) => {
    size = layer.kind === 'down' ? size / 2 : size * 2;
    const joined = layer.kind === 'up' ? 2 : 1; // with its skip, which has as many channels
    return row(layer, size, layer.outChannels * joined);
  });
}

/** The discriminator block by block, for images of this size, a multiple of 16; its last row is the grid of logits. */
export function summarizeDiscriminator(config: DiscriminatorConfig, imageSize: number): SummaryRow[] {
  let size = imageSize;
  return discriminatorLayers(config).map((layer) => {
    if (layer.kind === 'down') size /= 2;
    return row(layer, size, layer.outChannels);
  });
}

const descriptions: Record<ConvLayer['kind'], (layer: ConvLayer) => string[]> = {
  down: ({ normalized }) => ['conv 4x4 /2', normalized ? 'norm' : '', 'LeakyReLU'],
  up: () => ['transposed conv 4x4 x2', 'norm', 'ReLU'],
  upsample: () => ['upsample x2', 'conv 4x4', 'tanh'],
  patch: () => ['conv 4x4'],
};

function row(layer: ConvLayer, size: number, channels: number): SummaryRow {
  const parts = [...descriptions[layer.kind](layer), layer.dropout ? 'dropout' : '', layer.kind === 'up' ? 'skip' : ''];
  return {
    name: layer.name,
    layers: parts.filter(Boolean).join(', '),
    outputShape: [size, size, channels],
    parameters: countParameters(layer),
  };
}
