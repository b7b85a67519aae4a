import { concat, type Tensor4D } from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import type { DiscriminatorArchitecture } from '../architecture.ts';
import { count, nameIn } from '../config-fields.ts';
import { applyBlock, blockRow, blockTensors, type ConvBlock } from '../conv-block.ts';
import { norms } from '../norms/index.ts';

const schema = v.strictObject({
  /** The architecture. */
  kind: v.literal('pixel'),
  /** Channels of the image that the generator was given, 1 to 4096. */
  conditionChannels: count,
  /** Channels of the image that is judged, 1 to 4096. */
  targetChannels: count,
  /** The width of the first layer; the second is twice as wide. 1 to 4096. */
  filters: count,
  /** The name of the norm. */
  norm: nameIn(norms),
});

/** A PixelGAN discriminator: judges each pixel of a target image with its condition. */
export type PixelConfig = v.InferOutput<typeof schema>;

/** The 1x1 discriminator of the paper (Isola et al. 2017, section 6.1.2): it sees colours and no shapes. */
export const pixel: DiscriminatorArchitecture<PixelConfig> = {
  schema,
  perImage: ({ norm }) => norms.get(norm).perImage,
  tensors: (config) => Object.assign({}, ...blocks(config).map(blockTensors)),

  apply(config, tensors, target, condition, mode) {
    let h: Tensor4D = concat([target, condition], 3);
    for (const block of blocks(config)) {
      h = applyBlock(block, tensors, h, mode);
      if (block.name !== 'final') mode.onFeatures?.(h);
    }
    return [h];
  },

  summarize: (config, imageSize) => blocks(config).map((block) => blockRow(block, imageSize)),
};

function blocks({ conditionChannels, targetChannels, filters, norm }: PixelConfig): ConvBlock[] {
  const block = { conv: 'plain', kernel: 1, bias: true, activation: 'leakyRelu' } as const;
  return [
    { ...block, name: 'block1', inChannels: conditionChannels + targetChannels, outChannels: filters },
    {
      ...block,
      name: 'block2',
      inChannels: filters,
      outChannels: 2 * filters,
      norm,
      bias: !norms.get(norm).addsOffset,
    },
    { name: 'final', conv: 'plain', kernel: 1, inChannels: 2 * filters, outChannels: 1, bias: true },
  ];
}
