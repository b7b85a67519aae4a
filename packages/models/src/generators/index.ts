import { createTable } from '@pix2pix-ts/common';
import type { AnyGeneratorConfig, GeneratorArchitecture } from '../architecture.ts';
import { kindSchema } from '../config-fields.ts';
import { type EarlyUnetConfig, earlyUnet } from './early-unet.ts';
import { type EncoderDecoderConfig, encoderDecoder } from './encoder-decoder.ts';
import { type ResnetConfig, resnet } from './resnet.ts';
import { type UnetConfig, unet } from './unet.ts';

/** A generator's configuration: which of our architectures it is, and its settings. */
export type GeneratorConfig = UnetConfig | ResnetConfig | EncoderDecoderConfig | EarlyUnetConfig;

/** The architectures of generators by name. `generators.add('mine', architecture)` adds one of yours. */
export const generators = /* @__PURE__ */ createTable<
  GeneratorArchitecture<AnyGeneratorConfig>,
  'unet' | 'resnet' | 'encoder-decoder' | 'early-unet'
>('a generator', {
  unet,
  resnet,
  'encoder-decoder': encoderDecoder,
  'early-unet': earlyUnet,
});

/** What a generator's configuration must look like; `v.parse(generatorConfigSchema, unknown)` checks an untrusted one. */
export const generatorConfigSchema = /* @__PURE__ */ kindSchema<GeneratorConfig>(generators);

/** A configuration of square images. */
export type Square = {
  /** Their side in pixels. */
  imageSize: number;
};

/** The generator of PyTorch-GAN at 256x256x3: 54,404,099 parameters. */
export const pytorchGanGenerator: UnetConfig & Square = {
  kind: 'unet',
  imageSize: 256,
  inChannels: 3,
  outChannels: 3,
  filters: 64,
  norm: 'instance',
  dropout: 0.5,
};

/** junyanz's `unet_256` of pytorch-CycleGAN-and-pix2pix with batch norm: 54,413,955 parameters. */
export const junyanzGenerator: UnetConfig & Square = { ...pytorchGanGenerator, norm: 'batch', wiring: 'junyanz' };

/** The generator of affinelayer's pix2pix-tensorflow, without the biases that its norms cancel. */
export const affinelayerGenerator: UnetConfig & Square = {
  ...pytorchGanGenerator,
  norm: 'batch',
  wiring: 'affinelayer',
};
