import { type PresetName, presets, type TrainConfig } from '@pix2pix-ts/trainer';

export type { PresetName };

/** The names of the presets that can be measured. */
export const presetNames = Object.keys(presets) as PresetName[];

/** The networks and values of a preset; `batch` replaces its own. */
export function presetModel(preset: PresetName, batch?: number): TrainConfig {
  const { config } = presets[preset];
  return { ...config, batch: batch ?? config.batch };
}
