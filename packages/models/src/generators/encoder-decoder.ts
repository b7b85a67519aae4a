import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import type { GeneratorArchitecture } from '../architecture.ts';
import { applyBlock, blockRow, blockTensors, outputSize } from '../conv-block.ts';
import { unet, unetBlocks, unetSchema } from './unet.ts';

const schema = v.strictObject({
  ...unetSchema.entries,
  /** The architecture. */
  kind: v.literal('encoder-decoder'),
});

/** An encoder-decoder: a U-Net's settings, and images of `imageSize` from inChannels to outChannels, in [-1, 1]. */
export type EncoderDecoderConfig = v.InferOutput<typeof schema>;

/**
 * The paper's encoder-decoder, which it compares the U-Net with (Isola et al. 2017, section 6.2): the same blocks without
 * skips, so that everything goes through one pixel. Comments give the shapes at 256x256 with 64 filters.
 */
export const encoderDecoder: GeneratorArchitecture<EncoderDecoderConfig> = {
  schema,
  tensors: (config) => Object.assign({}, ...blocksOf(config).map(blockTensors)),

  apply(config, tensors, x, mode) {
    let h: Tensor4D = x; // [B, 256, 256, 3]
    for (const block of blocksOf(config)) h = applyBlock(block, tensors, h, mode); // [B, 1, 1, 512] in the middle
    return h; // [B, 256, 256, 3]
  },

  summarize(config) {
    let size = config.imageSize;
    return blocksOf(config).map((block) => {
      const row = blockRow(block, size);
      size = outputSize(block, size);
      return row;
    });
  },

  otherSides: (config) => (unet.otherSides as NonNullable<typeof unet.otherSides>)({ ...config, kind: 'unet' }),
};

function blocksOf(config: EncoderDecoderConfig) {
  const { down, up, final } = unetBlocks({ ...config, kind: 'unet' }, { skips: false });
  return [...down, ...up, final];
}
