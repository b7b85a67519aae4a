import { type GeneratorConfig, summarizeGenerator } from '@pix2pix-ts/models';
import type { TrainConfig } from '@pix2pix-ts/trainer';

/** What an engine is wanted for. */
export type Work =
  | {
      readonly kind: 'train';
      readonly config: TrainConfig;
      /** Whether it takes so long that a measurement of some seconds pays. */
      readonly isLong: boolean;
      /** Ends a measurement. */
      readonly signal?: AbortSignal;
    }
  | { readonly kind: 'translate'; readonly generator: GeneratorConfig };

/**
 * The class of work that is about as large, of which one measurement holds for all: each class is four times the size of the
 * one before, in parameters times the places where they are used, times the batch.
 */
export function sizeClass(generator: GeneratorConfig, batch = 1): number {
  const rows = summarizeGenerator(generator);
  const uses = rows.reduce((sum, { parameters, outputShape: [height, width] }) => sum + parameters * height * width, 0);
  return Math.round(Math.log2(uses * batch) / 2);
}
