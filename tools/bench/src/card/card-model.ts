import { type PresetName, presetModel, type SquareConfig } from '../preset-model.ts';

/** A preset's model; `tiny` is one of 32 px and 4 filters, for a try where the processor plays the GPU. */
export type CardModel = PresetName | 'tiny';

/** Its configuration. */
export function cardModel(model: CardModel): SquareConfig {
  if (model !== 'tiny') return presetModel(model);
  const { generator, discriminator, ...rest } = presetModel('fast', 1);
  return {
    ...rest,
    generator: { ...generator, imageSize: 32, filters: 4 },
    discriminator: { ...discriminator, filters: 4 },
  };
}
