import { shorterSide, sidesOf, sizeText } from '@pix2pix-ts/common';
import { concat, type Tensor4D } from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import type { GeneratorArchitecture } from '../architecture.ts';
import { count, dropoutRate, imageSize, nameIn } from '../config-fields.ts';
import { applyBlock, blockRow, blockTensors, type ConvBlock, outputSize } from '../conv-block.ts';
import { norms } from '../norms/index.ts';

const schema = v.pipe(
  v.strictObject({
    /** The architecture. */
    kind: v.literal('early-unet'),
    /** The size of the images, in pixels: the side of a square, or a width and a height; multiples of 2^depth up to 2048. */
    imageSize,
    /** Channels of the input, 1 to 4096. */
    inChannels: count,
    /** Channels of the output, 1 to 4096. */
    outChannels: count,
    /** The width of the first block, doubled from block to block up to 8 times; 1 to 4096. */
    filters: count,
    /** The name of the norm. */
    norm: nameIn(norms),
    /** The share of values that the inner blocks drop, 0 to 0.95. */
    dropout: dropoutRate,
    /** How many blocks halve the image, 4 to 10. */
    depth: v.pipe(v.number(), v.integer(), v.minValue(4), v.maxValue(10)),
  }),
  v.check(
    ({ imageSize, depth }) =>
      Object.values(sidesOf(imageSize)).every((side) => side % 2 ** depth === 0 && side > 0 && side <= 2048),
    ({ input: { imageSize, depth } }) =>
      `Expected an image size that is a multiple of ${2 ** depth}, up to 2048, got ${sizeText(imageSize)}`,
  ),
);

/** The U-Net that PyTorch-GAN had in April 2018. */
export type EarlyUnetConfig = v.InferOutput<typeof schema>;

/**
 * The U-Net that PyTorch-GAN had in its first weeks, for weights from then: kernels of 3x3, norms after activations, doubling
 * by nearest neighbours, and an innermost image of more than one pixel. Comments give the shapes at 128x128 with 64 filters.
 */
export const earlyUnet: GeneratorArchitecture<EarlyUnetConfig> = {
  schema,

  tensors(config) {
    const { down, up, final } = blocks(config);
    return Object.assign({}, ...[...down, ...up, final].map(blockTensors));
  },

  apply(config, tensors, x, mode) {
    const { down, up, final } = blocks(config);
    const skips: Tensor4D[] = [];
    let h = x; // [B, 128, 128, 3]
    for (const block of down) {
      h = applyBlock(block, tensors, h, mode);
      skips.push(h); // [B, 64, 64, 64] ... [B, 2, 2, 512]
    }
    skips.pop();
    for (const block of up) h = concat([applyBlock(block, tensors, h, mode), skips.pop() as Tensor4D], 3);
    return applyBlock(final, tensors, h, mode); // [B, 128, 128, 3]
  },

  summarize(config) {
    const { down, up, final } = blocks(config);
    let size = config.imageSize;
    const row = (block: ConvBlock, joined?: { words: string; channels: number }) => {
      const made = blockRow(block, size, joined);
      size = outputSize(block, size);
      return made;
    };
    return [
      ...down.map((block) => row(block)),
      ...up.map((block) => row(block, { words: 'skip', channels: block.outChannels })),
      row(final),
    ];
  },

  otherSides: ({ depth, imageSize }) => ({
    step: 2 ** depth,
    least: Math.min(2 ** (depth + 1), shorterSide(imageSize)),
  }),
};

function blocks({ inChannels, outChannels, filters, norm, dropout, depth }: EarlyUnetConfig) {
  const width = (level: number) => Math.min(filters * 2 ** (level - 1), 8 * filters); // channels after down<level>
  const common = { bias: true, activation: 'leakyRelu', activatesFirst: true } as const;
  const down = Array.from({ length: depth }, (_, i): ConvBlock => {
    return {
      ...common,
      name: `down${i + 1}`,
      conv: 'plain',
      kernel: 3,
      stride: 2,
      padding: { before: 1, after: 1 },
      inChannels: i === 0 ? inChannels : width(i),
      outChannels: width(i + 1),
      norm: i === 0 ? undefined : norm,
      dropout: i + 1 >= depth - 3 ? dropout : 0,
    };
  });
  const up = Array.from({ length: depth - 1 }, (_, i): ConvBlock => {
    return {
      ...common,
      name: `up${i + 1}`,
      conv: 'resized',
      inChannels: i === 0 ? width(depth) : 2 * width(depth - i), // [decoder, skip]
      outChannels: width(depth - 1 - i),
      norm,
      dropout: i < 3 ? dropout : 0,
    };
  });
  const final: ConvBlock = {
    name: 'final',
    conv: 'resized',
    inChannels: 2 * width(1),
    outChannels,
    bias: true,
    activation: 'tanh',
  };
  return { down, up, final };
}
