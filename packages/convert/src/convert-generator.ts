import type { Direction } from '@pix2pix-ts/common';
import { type GeneratorConfig, generatorConfigSchema, type ModelMetadata } from '@pix2pix-ts/models';
import * as v from 'valibot';
import { chooseNetwork } from './choose-network.ts';
import { ConvertError } from './convert-error.ts';
import type { Recognised } from './layouts/layout.ts';
import type { ConvertedTensor } from './recognise.ts';

/** What a file of another code base does not tell. */
export type ConvertOptions = {
  /** What the model was trained to do. @default 'AtoB', the order in which pix2pix has its pairs */
  direction?: Direction | undefined;
  /** The side of the images in pixels, where the network fits several. @default a U-Net's own, 256 of a ResNet */
  imageSize?: number | undefined;
  /**
   * What batch norm divides by: the running statistics, as in PyTorch's `eval()`, or the image's own, as in `train()`.
   * @default what the file is used with elsewhere: 'running' for model.json and ONNX, 'image' for weights of PyTorch, as these
   *   code bases test without being told otherwise
   */
  statistics?: 'running' | 'image' | undefined;
  /** Whether translations are made with dropout as the paper's noise. @default 'off' */
  dropout?: 'off' | 'on' | undefined;
  /** Which network to take, where a file holds several: its path, such as `netG_A`. @default the only generator */
  network?: string | undefined;
  /** What lies beside the file, by the names that `filesBeside` gives: the shards of a model.json, the data of an ONNX model. @default none */
  files?: ReadonlyMap<string, Uint8Array> | undefined;
};

/** A generator of another code base as one of ours. */
export type ConvertedGenerator = {
  /** What was recognised, in words. */
  readonly description: string;
  /** Where the file had it; '' for a file that holds nothing else. */
  readonly path: string;
  /** All that is needed to use it, for `encodeModelMetadata`. */
  readonly metadata: ModelMetadata;
  /** Its tensors, each read from the file's bytes when it is asked for. */
  readonly tensors: readonly ConvertedTensor[];
};

/**
 * Recognises the generator in a weights file of another code base, by its tensors' names and shapes, and hands out its
 * tensors as ours. The file need not be trusted: nothing in it is run, and it is never taken at its word about a size.
 *
 * @param bytes the file, which stays unchanged and is read until all tensors are
 * @throws ConvertError of one line, where the file is damaged, is something else, or holds no generator that is known
 */
export function convertGenerator(bytes: Uint8Array, options: ConvertOptions = {}): ConvertedGenerator {
  const { direction = 'AtoB', dropout = 'off', imageSize, network, files } = options;
  const { path, recognised } = chooseNetwork(bytes, 'generator', network, files);
  const statistics = statisticsOf(recognised, options.statistics);
  const generator = withSize(recognised.config as GeneratorConfig, imageSize);
  return {
    description: recognised.description,
    path,
    metadata: {
      generator,
      direction,
      dropout,
      ...(generator.norm === 'batch' && { statistics }),
      training: { convertedFrom: recognised.description },
      licence: '',
    },
    tensors: recognised.tensors,
  };
}

function statisticsOf({ statistics = 'image' }: Recognised, asked: ConvertOptions['statistics']): 'running' | 'image' {
  if (statistics !== 'image-only') return asked ?? statistics;
  if (asked === 'running')
    throw new ConvertError(
      "Expected the image's own statistics for this file, which has no running ones, got 'running'. Leave that choice out.",
    );
  return 'image';
}

function withSize(config: GeneratorConfig, imageSize = config.imageSize): GeneratorConfig {
  if (config.kind === 'unet' && imageSize !== config.imageSize)
    throw new ConvertError(
      `Expected ${config.imageSize} as the image size of this U-Net, got ${imageSize}. Leave the size out.`,
    );
  const checked = v.safeParse(generatorConfigSchema, { ...config, imageSize });
  if (!checked.success) throw new ConvertError(`${checked.issues[0].message}. Change the size.`);
  return checked.output;
}
