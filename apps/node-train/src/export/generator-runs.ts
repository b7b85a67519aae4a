import type { Sides } from '@pix2pix-ts/common';
import { applyGenerator, type ModelMetadata } from '@pix2pix-ts/models';
import { type Tensor, tensor4d, tidy } from '@tensorflow/tfjs-core';

/**
 * A generator that runs somewhere: one image's values in [-1, 1], [height, width, channels] row by row, to those of what it
 * makes of it.
 */
export type GeneratorRun = (values: Float32Array, sides: Sides) => Promise<Float32Array>;

/** A generator on the engine, without dropout. @param tensors stay the caller's */
export function runOnEngine(
  { generator, statistics }: Pick<ModelMetadata, 'generator' | 'statistics'>,
  tensors: Readonly<Record<string, Tensor>>,
): GeneratorRun {
  const mode = { statistics: statistics === 'image' ? 'batch' : 'running' } as const;
  return async (values, { width, height }) => {
    const output = tidy(() =>
      applyGenerator(generator, tensors, tensor4d(values, [1, height, width, generator.inChannels]), mode),
    );
    return output.data<'float32'>().finally(() => output.dispose());
  };
}
