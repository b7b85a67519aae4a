import { leakyRelu } from '@pix2pix-ts/ops';
import { add, concat, conv2d, pad, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import type { ConvParams, NetworkParams } from './conv-layer.ts';
import { type DiscriminatorConfig, discriminatorLayers } from './discriminator-config.ts';
import { normalizations } from './normalization.ts';

/**
 * The discriminator D: judges each patch of a target image beside its condition. Shapes in comments: the seed's, 256x256.
 *
 * @param target [B, H, W, targetChannels] in [-1, 1], real or generated
 * @param condition [B, H, W, conditionChannels] in [-1, 1]
 * @returns logits [B, H/16, W/16, 1], owned by the caller; the sigmoid of one is the probability that its patch is real.
 */
export function applyDiscriminator(
  config: DiscriminatorConfig,
  params: NetworkParams,
  target: Tensor4D,
  condition: Tensor4D,
): Tensor4D {
  const normalize = normalizations[config.norm];
  return tidy(() => {
    let h: Tensor4D = concat([target, condition], 3); // [B, 256, 256, 6]
    for (const layer of discriminatorLayers(config).slice(0, -1)) {
      const { weight, bias } = params[layer.name] as Required<ConvParams>;
      h = add(conv2d(h, weight, 2, 'same'), bias);
      if (layer.normalized) h = normalize(h);
      h = leakyRelu(h); // [B, 128, 128, 64], [B, 64, 64, 128], [B, 32, 32, 256], [B, 16, 16, 512]
    }
    const { weight } = params.final as ConvParams;
    const padded = pad(h, [
      [0, 0],
      [2, 1],
      [2, 1],
      [0, 0],
    ]); // the layer's own 1, and 1 more left and top
    return conv2d(padded as Tensor4D, weight, 1, 'valid'); // [B, 16, 16, 1]
  });
}
