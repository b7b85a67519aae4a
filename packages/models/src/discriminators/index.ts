import { createTable } from '@pix2pix-ts/common';
import type { AnyDiscriminatorConfig, DiscriminatorArchitecture } from '../architecture.ts';
import { kindSchema } from '../config-fields.ts';
import { type MultiScaleConfig, multiScale } from './multi-scale.ts';
import { type PatchConfig, patch } from './patch.ts';
import { type PixelConfig, pixel } from './pixel.ts';

/** A discriminator's configuration: which of our architectures it is, and its settings. */
export type DiscriminatorConfig = PatchConfig | PixelConfig | MultiScaleConfig;

/** The architectures of discriminators by name. `discriminators.add('mine', architecture)` adds one of yours. */
export const discriminators = /* @__PURE__ */ createTable<
  DiscriminatorArchitecture<AnyDiscriminatorConfig>,
  'patch' | 'pixel' | 'multi-scale'
>('a discriminator', { patch, pixel, 'multi-scale': multiScale });

/** What a discriminator's configuration must look like. */
export const discriminatorConfigSchema = /* @__PURE__ */ kindSchema<DiscriminatorConfig>(discriminators);

/** The discriminator of PyTorch-GAN: 2,767,808 parameters, a logit for each 16x16 pixels. */
export const pytorchGanDiscriminator: PatchConfig = {
  kind: 'patch',
  conditionChannels: 3,
  targetChannels: 3,
  filters: 64,
  norm: 'instance',
  layers: 4,
  flatLayers: 0,
  fullGrid: true,
};

/** The 70x70 PatchGAN of the paper as junyanz and affinelayer have it, with batch norm: 2,768,705 parameters. */
export const paperDiscriminator: PatchConfig = {
  ...pytorchGanDiscriminator,
  norm: 'batch',
  layers: 3,
  flatLayers: 1,
  fullGrid: false,
  finalBias: true,
};
