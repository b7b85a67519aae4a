import { sidesOf, sizeText } from '@pix2pix-ts/common';
import { add } from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import type { GeneratorArchitecture } from '../architecture.ts';
import { count, dropoutRate, imageSize, nameIn } from '../config-fields.ts';
import { applyBlock, blockRow, blockTensors, type ConvBlock, outputSize } from '../conv-block.ts';
import { norms } from '../norms/index.ts';

/** A quarter of it can still be mirrored by a pixel on each side. */
const SHORTEST = 16;

const schema = v.strictObject({
  /** The architecture. */
  kind: v.literal('resnet'),
  /** The size of the images, in pixels: the side of a square, or a width and a height; multiples of 4 from 16 to 2048. */
  imageSize: v.pipe(
    imageSize,
    v.check(
      (size) => Object.values(sidesOf(size)).every((side) => side % 4 === 0 && side >= 16 && side <= 2048),
      ({ input }) => `Expected an image size that is a multiple of 4, from 16 to 2048, got ${sizeText(input)}`,
    ),
  ),
  /** Channels of the input, 1 to 4096. */
  inChannels: count,
  /** Channels of the output, 1 to 4096. */
  outChannels: count,
  /** The width of the first block; the residual blocks have 4 times as many. 1 to 4096. */
  filters: count,
  /** The name of the norm. */
  norm: nameIn(norms),
  /** The share of values that each residual block drops between its convolutions, 0 to 0.95. */
  dropout: dropoutRate,
  /** Residual blocks, 1 to 64: 6 for small images and 9 from 256 pixels on, in the paper of CycleGAN. */
  blocks: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(64)), 9),
});

/** A ResNet: images of `imageSize` from inChannels to outChannels, in [-1, 1]. */
export type ResnetConfig = v.InferOutput<typeof schema>;

/**
 * The generator of Johnson et al. 2016 as CycleGAN has it: a quarter of the size, residual blocks there, and back. Comments
 * give the shapes at 256x256 with 64 filters.
 */
export const resnet: GeneratorArchitecture<ResnetConfig> = {
  schema,

  tensors(config) {
    const { head, residual, tail } = resnetBlocks(config);
    return Object.assign({}, ...[...head, ...residual.flat(), ...tail].map(blockTensors));
  },

  apply(config, tensors, x, mode) {
    const { head, residual, tail } = resnetBlocks(config);
    let h = x; // [B, 256, 256, 3]
    for (const block of head) h = applyBlock(block, tensors, h, mode); // [B, 64, 64, 256]
    for (const [first, second] of residual)
      h = add(h, applyBlock(second, tensors, applyBlock(first, tensors, h, mode), mode));
    for (const block of tail) h = applyBlock(block, tensors, h, mode);
    return h; // [B, 256, 256, 3]
  },

  summarize(config) {
    const { head, residual, tail } = resnetBlocks(config);
    let size = config.imageSize;
    const row = (block: ConvBlock, joined?: string) => {
      const made = blockRow(block, size, joined === undefined ? undefined : { words: joined, channels: 0 });
      size = outputSize(block, size);
      return made;
    };
    return [
      ...head.map((block) => row(block)),
      ...residual.flatMap(([first, second]) => [row(first), row(second, 'added to its input')]),
      ...tail.map((block) => row(block)),
    ];
  },

  otherSides: () => ({ step: 4, least: SHORTEST }), // two blocks halve the sides
};

/** The blocks of a ResNet in the order in which they run. */
export type ResnetBlocks = {
  /** To a quarter of the size. */
  head: ConvBlock[];
  /** Pairs whose output is added to their input. */
  residual: (readonly [ConvBlock, ConvBlock])[];
  /** Back to the picture. */
  tail: ConvBlock[];
};

/** Every block of the network that this configuration describes. */
export function resnetBlocks({ inChannels, outChannels, filters, norm, dropout, blocks }: ResnetConfig): ResnetBlocks {
  const bias = norm === 'none'; // the offsets that nothing else gives
  const common = { bias, norm, activation: 'relu' } as const;
  const mirrored = (pixels: number) => ({ before: pixels, after: pixels, reflect: true });
  const down = (level: number): ConvBlock => ({
    ...common,
    name: `down${level}`,
    conv: 'plain',
    kernel: 3,
    stride: 2,
    padding: { before: 1, after: 1 },
    inChannels: filters * 2 ** (level - 1),
    outChannels: filters * 2 ** level,
  });
  const up = (level: number): ConvBlock => ({
    ...common,
    name: `up${level}`,
    conv: 'transposed',
    kernel: 3,
    stride: 2,
    padding: { before: 1, after: 0 },
    inChannels: filters * 2 ** (3 - level),
    outChannels: filters * 2 ** (2 - level),
  });
  const residual = Array.from({ length: blocks }, (_, i): [ConvBlock, ConvBlock] => {
    const conv = {
      conv: 'plain',
      kernel: 3,
      padding: mirrored(1),
      inChannels: 4 * filters,
      outChannels: 4 * filters,
    } as const;
    return [
      { ...common, ...conv, name: `block${i + 1}.conv1`, dropout },
      { ...conv, name: `block${i + 1}.conv2`, bias, norm },
    ];
  });
  const wide = { conv: 'plain', kernel: 7, padding: mirrored(3) } as const;
  const first: ConvBlock = { ...common, ...wide, name: 'first', inChannels, outChannels: filters };
  const final: ConvBlock = { ...wide, name: 'final', inChannels: filters, outChannels, bias: true, activation: 'tanh' };
  return { head: [first, down(1), down(2)], residual, tail: [up(1), up(2), final] };
}
