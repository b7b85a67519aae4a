import type { GeneratorConfig, ModelMetadata, UnetConfig } from '@pix2pix-ts/models';
import { generatorTensors, unetBlocks } from '@pix2pix-ts/models';
import { ConvertError, quote } from '../convert-error.ts';
import { valueCount } from '../foreign-tensor.ts';
import { spreadKernel } from './spread-kernel.ts';

/** A generator of ours, to be written as others have it. */
export type GeneratorToWrite = {
  /** What its file says: the network, and whether it is meant to have dropout and statistics of its own. */
  readonly metadata: Pick<ModelMetadata, 'generator' | 'dropout' | 'statistics'>;
  /** Every tensor that `generatorTensors` names, its values row by row in TensorFlow.js's layout. */
  readonly values: Readonly<Record<string, Float32Array>>;
};

/** The values of a tensor of it. @throws ConvertError where there are none, or too few */
export function valuesOf({ values }: Pick<GeneratorToWrite, 'values'>, name: string, length: number): Float32Array {
  const found = values[name];
  if (found?.length === length) return found;
  throw new ConvertError(
    `Expected ${length} values for ${quote(name)}, got ${found?.length ?? 'none'}. Give all tensors of the generator.`,
  );
}

/**
 * A U-Net that doubles by nearest neighbours as one with transposed convolutions, which gives the same pictures and which
 * other code bases have. Other networks come back as they are.
 */
export function withTransposedUpsampling(generator: GeneratorToWrite): GeneratorToWrite {
  const config = generator.metadata.generator;
  if (config.kind !== 'unet' || config.upsampling !== 'nearest') return generator;
  const { upsampling: _, ...others } = config;
  const transposed: UnetConfig = others;
  const resized = new Set(unetBlocks(config).up.map(({ name }) => `${name}.weight`));
  const values = Object.fromEntries(
    Object.entries(generatorTensors(config)).map(([name, { shape }]) => {
      const own = valuesOf(generator, name, valueCount(shape));
      return [name, resized.has(name) ? spreadKernel(own, shape[2] as number, shape[3] as number) : own];
    }),
  );
  return { metadata: { ...generator.metadata, generator: transposed satisfies GeneratorConfig }, values };
}
