import {
  type AnyGeneratorConfig,
  applyBlock,
  blockRow,
  blockTensors,
  type ConvBlock,
  type GeneratorArchitecture,
  generators,
  type NormName,
  nameIn,
  norms,
} from '@pix2pix-ts/models';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as v from 'valibot';

/** Two convolutions that keep the image's size, without a bottleneck or a skip. */
type PlainConfig = AnyGeneratorConfig & { kind: 'plain'; width: number; norm: NormName };

const channels = v.pipe(v.number(), v.integer(), v.minValue(1));

const plain: GeneratorArchitecture<PlainConfig> = {
  schema: v.strictObject({
    kind: v.literal('plain'),
    imageSize: channels,
    inChannels: channels,
    outChannels: channels,
    width: channels,
    norm: nameIn(norms),
  }),
  tensors: (config) => Object.assign({}, ...blocks(config).map(blockTensors)),
  apply: (config, tensors, x, mode) =>
    blocks(config).reduce((h: Tensor4D, block) => applyBlock(block, tensors, h, mode), x),
  summarize: (config) => blocks(config).map((block) => blockRow(block, config.imageSize)),
};

function blocks({ inChannels, outChannels, width, norm }: PlainConfig): ConvBlock[] {
  const same = { conv: 'plain', kernel: 3, padding: { before: 1, after: 1, reflect: true }, bias: true } as const;
  return [
    { ...same, name: 'first', inChannels, outChannels: width, norm, activation: 'relu' },
    { ...same, name: 'last', inChannels: width, outChannels, activation: 'tanh' },
  ];
}

generators.add('plain', plain);
