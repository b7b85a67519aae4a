import { dropout, dropoutMask, leakyRelu, relu, upsampleConv } from '@pix2pix-ts/ops';
import { add, concat, conv2d, conv2dTranspose, type Tensor4D, tanh, tidy } from '@tensorflow/tfjs-core';
import type { ConvParams, NetworkParams } from './conv-layer.ts';
import { type GeneratorConfig, generatorLayers } from './generator-config.ts';
import { normalizations } from './normalization.ts';

/**
 * What dropout does: nothing; draw masks from a seed, an image's mask depending on (seed, step, layer, place) alone; or
 * use these masks, one [B, H, W, C] of ones and zeros for each layer that drops.
 */
export type DropoutChoice =
  | 'off'
  | {
      /** Of the masks; another seed gives other ones. */
      seed: number;
      /** Of the training. @default 0 */
      step?: number;
      /** The place of the first image in the whole batch, where this is a part of it. @default 0 */
      firstPlace?: number;
    }
  | {
      /** By the names of the layers that drop; they stay the caller's. */
      masks: Record<string, Tensor4D>;
    };

/** @see applyGenerator */
export type ApplyGeneratorOptions = {
  /** @default 'off' */
  dropout?: DropoutChoice;
};

/**
 * The generator G: translates images. Comments give the shapes of the seed's model at 256x256.
 *
 * @param x [B, imageSize, imageSize, inChannels] in [-1, 1]
 * @returns [B, imageSize, imageSize, outChannels] in [-1, 1], owned by the caller; differentiable in params and x.
 * @throws if x has another shape.
 */
export function applyGenerator(
  config: GeneratorConfig,
  params: NetworkParams,
  x: Tensor4D,
  { dropout: choice = 'off' }: ApplyGeneratorOptions = {},
): Tensor4D {
  const { imageSize, inChannels, norm } = config;
  const expected = [x.shape[0], imageSize, imageSize, inChannels];
  if (x.shape.join() !== expected.join())
    throw new Error(`Expected images of shape [${expected}], got [${x.shape}]. Resize them first.`);
  const normalize = normalizations[norm];
  const layers = generatorLayers(config);

  return tidy(() => {
    const drop = (h: Tensor4D, layer: string) =>
      choice === 'off' ? h : dropout(h, maskFor(choice, layer, h.shape, config.dropout), config.dropout);
    const skips: Tensor4D[] = [];
    let h = x; // [B, 256, 256, 3]
    for (const layer of layers.filter(({ kind }) => kind === 'down')) {
      const { weight } = params[layer.name] as ConvParams;
      h = conv2d(h, weight, 2, 'same'); // 'same' is padding 1 on each side, since sizes are even
      if (layer.normalized) h = normalize(h);
      h = leakyRelu(h);
      if (layer.dropout) h = drop(h, layer.name);
      skips.push(h); // [B, 128, 128, 64] ... [B, 2, 2, 512], [B, 1, 1, 512]
    }
    skips.pop();
    for (const layer of layers.filter(({ kind }) => kind === 'up')) {
      const { weight } = params[layer.name] as ConvParams;
      const [batch, height, width] = h.shape;
      h = conv2dTranspose(h, weight, [batch, 2 * height, 2 * width, layer.outChannels], 2, 'same');
      h = relu(normalize(h));
      if (layer.dropout) h = drop(h, layer.name);
      h = concat([h, skips.pop() as Tensor4D], 3); // [B, 2, 2, 1024] ... [B, 128, 128, 128]
    }
    const { weight, bias } = params.final as Required<ConvParams>;
    return tanh(add(upsampleConv(h, weight), bias)); // [B, 256, 256, 3]
  });
}

function maskFor(
  choice: Exclude<DropoutChoice, 'off'>,
  layer: string,
  shape: Tensor4D['shape'],
  rate: number,
): Tensor4D {
  if ('seed' in choice)
    return dropoutMask(shape, rate, choice.firstPlace ?? 0, choice.seed, 'dropout', choice.step ?? 0, layer);
  const mask = choice.masks[layer];
  if (mask?.shape.join() !== shape.join())
    throw new Error(`Expected a mask of shape [${shape}] for '${layer}', got ${mask ? `[${mask.shape}]` : 'none'}.`);
  return mask;
}
