import { type PresetName, presets } from '@pix2pix-ts/trainer';

export type { PresetName };

/** The names of the presets that can be measured. */
export const presetNames = Object.keys(presets) as PresetName[];

/** A configuration of square images. */
export type SquareConfig = (typeof presets)[PresetName]['config'];

/** The networks and values of a preset; `batch` replaces its own. */
export function presetModel(preset: PresetName, batch?: number): SquareConfig {
  const { config } = presets[preset];
  return { ...config, batch: batch ?? config.batch };
}
