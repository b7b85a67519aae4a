import type { ImageSize } from '@pix2pix-ts/common';
import type { NamedTensors } from '@pix2pix-ts/ops';
import { concat, type Tensor4D } from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import type { DiscriminatorArchitecture, Mode, SummaryRow } from '../architecture.ts';
import { count, nameIn } from '../config-fields.ts';
import { applyBlock, blockRow, blockTensors, type ConvBlock, outputSize } from '../conv-block.ts';
import { norms } from '../norms/index.ts';

export const few = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

export const patchSchema = v.strictObject({
  /** The architecture. */
  kind: v.literal('patch'),
  /** Channels of the image that the generator was given, 1 to 4096. */
  conditionChannels: count,
  /** Channels of the image that is judged, 1 to 4096. */
  targetChannels: count,
  /** The width of the first block, doubled from block to block to 8 times; 1 to 4096. */
  filters: count,
  /** The name of the norm. */
  norm: nameIn(norms),
  /** Blocks that halve the image, 1 to 8. @default 4 */
  layers: v.optional(few(1, 8), 4),
  /** Blocks after them that keep its size except for one pixel, 0 to 2. @default 0 */
  flatLayers: v.optional(few(0, 2), 0),
  /** Whether the logits are padded by one more pixel left and top, so that the grid loses none. @default true */
  fullGrid: v.optional(v.boolean(), true),
  /** Whether the logits have a bias, as in the code of junyanz. @default false */
  finalBias: v.optional(v.boolean()),
});

/** A PatchGAN discriminator: judges a target image, real or generated, with its condition, patch by patch. */
export type PatchConfig = v.InferOutput<typeof patchSchema>;

/** What its blocks are made of. */
type PatchSettings = Omit<PatchConfig, 'kind'>;

/**
 * The PatchGAN of PyTorch-GAN (4 layers, a full grid: a logit for each 16x16 pixels), and with other settings that of the
 * paper (3 layers and a flat one: each logit sees 70x70 pixels). Comments give the shapes of the first at 256x256.
 */
export const patch: DiscriminatorArchitecture<PatchConfig> = {
  schema: patchSchema,
  perImage: ({ norm }) => norms.get(norm).perImage,
  tensors: (config) => Object.assign({}, ...patchBlocks(config).map(blockTensors)),
  apply: (config, tensors, target, condition, mode) => [
    judgePatches(patchBlocks(config), tensors, target, condition, mode),
  ],
  summarize: (config, imageSize) => patchRows(patchBlocks(config), imageSize),
};

/** Target and condition through the blocks: logits [B, h, w, 1]. */
export function judgePatches(
  blocks: readonly ConvBlock[],
  tensors: NamedTensors,
  target: Tensor4D,
  condition: Tensor4D,
  mode: Mode,
): Tensor4D {
  let h: Tensor4D = concat([target, condition], 3); // [B, 256, 256, 6]
  for (const block of blocks) {
    h = applyBlock(block, tensors, h, mode);
    if (block !== blocks.at(-1)) mode.onFeatures?.(h);
  }
  return h; // [B, 128, 128, 64], [B, 64, 64, 128], [B, 32, 32, 256], [B, 16, 16, 512], [B, 16, 16, 1]
}

/** The blocks' lines of a summary, for images of this size. */
export function patchRows(blocks: readonly ConvBlock[], imageSize: ImageSize): SummaryRow[] {
  let size = imageSize;
  return blocks.map((block) => {
    const row = blockRow(block, size);
    size = outputSize(block, size);
    return row;
  });
}

/** `block1` to `block n` halve the image or keep it, `final` gives the logits; `prefix` stands before their names. */
export function patchBlocks(config: PatchSettings, prefix = ''): ConvBlock[] {
  const { conditionChannels, targetChannels, filters, norm, layers, flatLayers, fullGrid, finalBias = false } = config;
  const width = (level: number) => filters * Math.min(2 ** (level - 1), 8);
  const count = layers + flatLayers;
  const hidden = Array.from({ length: count }, (_, i): ConvBlock => {
    const level = i + 1;
    return {
      name: `${prefix}block${level}`,
      conv: 'plain',
      stride: level <= layers ? 2 : 1,
      padding: { before: 1, after: 1 },
      inChannels: level === 1 ? conditionChannels + targetChannels : width(level - 1),
      outChannels: width(level),
      bias: level === 1 || !norms.get(norm).addsOffset,
      norm: level > 1 ? norm : undefined,
      activation: 'leakyRelu',
    };
  });
  const final: ConvBlock = {
    name: `${prefix}final`,
    conv: 'plain',
    padding: { before: fullGrid ? 2 : 1, after: 1 },
    inChannels: width(count),
    outChannels: 1,
    bias: finalBias,
  };
  return [...hidden, final];
}
