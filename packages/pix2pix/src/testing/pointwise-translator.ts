import { applyBlock, blockTensors, type ConvBlock, type GeneratorConfig, generators } from '@pix2pix-ts/models';
import { smallMetadata } from '@pix2pix-ts/testing-models';
import { tensor4d } from '@tensorflow/tfjs-core';
import { currentDevice } from '../device.ts';
import { createTranslator, type PixelTranslator } from '../translator.ts';

const pointwise = { conv: 'plain', kernel: 1, inChannels: 3, outChannels: 3, bias: false } as const;
const first: ConvBlock = { ...pointwise, name: 'first', activation: 'tanh' };
const last: ConvBlock = { ...pointwise, name: 'last' };

const MIX = [0.9, -0.3, 0.2, 0.1, 0.8, -0.4, -0.2, 0.3, 0.7];
const IDENTITY = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/**
 * A network of 1x1 convolutions, whose output at a pixel depends on that pixel alone.
 *
 * @param identity whether it gives what it is given, in place of mixing the channels
 * @param anySize whether it says that it runs at every size, or only at 16 pixels
 */
export function pointwiseTranslator({ identity = false, anySize = true } = {}): PixelTranslator {
  const kind = `pointwise${identity ? ' identity' : ''}${anySize ? '' : ' of one size'}`;
  const blocks = identity ? [last] : [first, last];
  generators.add(kind, {
    schema: generators.get('unet').schema, // for files, of which there is none
    tensors: () => Object.assign({}, ...blocks.map(blockTensors)),
    apply: (_, tensors, x, mode) => blocks.reduce((h, block) => applyBlock(block, tensors, h, mode), x),
    summarize: () => [],
    ...(anySize && { otherSides: () => ({ step: 1, least: 1 }) }),
  });
  const generator = { kind, imageSize: 16, inChannels: 3, outChannels: 3 } as unknown as GeneratorConfig;
  const tensors = {
    ...(!identity && { 'first.weight': tensor4d(MIX, [1, 1, 3, 3]) }),
    'last.weight': tensor4d(IDENTITY, [1, 1, 3, 3]),
  };
  return createTranslator(smallMetadata({ generator }), tensors, currentDevice());
}
