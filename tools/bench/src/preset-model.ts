import { type DiscriminatorConfig, type GeneratorConfig, seedDiscriminator, seedGenerator } from '@pix2pix-ts/models';

/** What of a preset decides how long a step takes. */
export type PresetModel = {
  generator: GeneratorConfig;
  discriminator: DiscriminatorConfig;
  learningRate: number;
  batch: number;
};

const presets = {
  seed: { generator: seedGenerator, discriminator: seedDiscriminator, learningRate: 2e-4, batch: 1 },
  fast: {
    generator: { ...seedGenerator, imageSize: 64, filters: 24, dropout: 0 },
    discriminator: { ...seedDiscriminator, filters: 24 },
    learningRate: 1e-3,
    batch: 4,
  },
} satisfies Record<string, PresetModel>;

/** The name of a preset that can be measured. */
export type PresetName = keyof typeof presets;

/** All of them. */
export const presetNames = Object.keys(presets) as PresetName[];

/** The networks and values of a preset; `batch` replaces its own. */
export function presetModel(preset: PresetName, batch?: number): PresetModel {
  const model = presets[preset];
  return { ...model, batch: batch ?? model.batch };
}
