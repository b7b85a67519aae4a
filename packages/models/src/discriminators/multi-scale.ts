import { type ImageSize, sidesOf } from '@pix2pix-ts/common';
import { averagePool } from '@pix2pix-ts/ops';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import type { DiscriminatorArchitecture, SummaryRow } from '../architecture.ts';
import { blockTensors, type ConvBlock } from '../conv-block.ts';
import { norms } from '../norms/index.ts';
import { few, judgePatches, patchBlocks, patchRows, patchSchema } from './patch.ts';

const schema = v.strictObject({
  ...patchSchema.entries,
  /** The architecture. */
  kind: v.literal('multi-scale'),
  /** How many discriminators there are, 1 to 4: the paper has 3, its code 2. @default 2 */
  scales: v.optional(few(1, 4), 2),
});

/** PatchGANs of the same settings that judge the images at full size, at half of it, at a quarter and so on. */
export type MultiScaleConfig = v.InferOutput<typeof schema>;

/**
 * The multi-scale discriminators of pix2pixHD (Wang et al. 2018, section 3.2): each sees all of the image, which is halved
 * by means of 3x3 pixels from one to the next, and has weights of its own, `scale1.` for the full size. A patch of the last one
 * is the largest part of the picture. There is a map of logits for each, whose losses are added up.
 */
export const multiScale: DiscriminatorArchitecture<MultiScaleConfig> = {
  schema,
  perImage: ({ norm }) => norms.get(norm).perImage,
  tensors: (config) => Object.assign({}, ...scalesOf(config).flat().map(blockTensors)),

  apply(config, tensors, target, condition, mode) {
    let [ofTarget, ofCondition] = [target, condition]; // [B, 256, 256, C]
    const [first, ...others] = scalesOf(config);
    const logits: [Tensor4D, ...Tensor4D[]] = [judgePatches(first, tensors, ofTarget, ofCondition, mode)];
    for (const blocks of others) {
      // Apart, as a gradient goes through the target at most.
      [ofTarget, ofCondition] = [averagePool(ofTarget), averagePool(ofCondition)]; // [B, 128, 128, C], [B, 64, 64, C], ...
      logits.push(judgePatches(blocks, tensors, ofTarget, ofCondition, mode));
    }
    return logits; // [B, 16, 16, 1], [B, 8, 8, 1], ...
  },

  summarize(config, imageSize) {
    let size = imageSize;
    return scalesOf(config).flatMap((blocks, i) => {
      if (i === 0) return patchRows(blocks, size);
      size = halved(size);
      return [poolRow(config, `scale${i + 1}`, size), ...patchRows(blocks, size)];
    });
  },
};

/** The blocks of each discriminator, that of the full size first. */
function scalesOf(config: MultiScaleConfig): [ConvBlock[], ...ConvBlock[][]] {
  const others = Array.from({ length: config.scales - 1 }, (_, i) => patchBlocks(config, `scale${i + 2}.`));
  return [patchBlocks(config, 'scale1.'), ...others];
}

function halved(size: ImageSize): ImageSize {
  const { width, height } = sidesOf(size);
  return { width: Math.ceil(width / 2), height: Math.ceil(height / 2) };
}

function poolRow({ conditionChannels, targetChannels }: MultiScaleConfig, name: string, size: ImageSize): SummaryRow {
  const { width, height } = sidesOf(size);
  return {
    name,
    layers: 'average pool 3x3 /2',
    outputShape: [height, width, conditionChannels + targetChannels],
    parameters: 0,
  };
}
