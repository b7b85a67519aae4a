import { type ImageSize, sidesOf } from '@pix2pix-ts/common';
import { UsageError } from '@pix2pix-ts/common/node';
import {
  type DiscriminatorConfig,
  type GeneratorConfig,
  generatorConfigSchema,
  type SummaryRow,
  summarizeDiscriminator,
  summarizeGenerator,
} from '@pix2pix-ts/models';
import { type PresetName, presets } from '@pix2pix-ts/trainer';
import * as v from 'valibot';
import { modelFile } from '../models/model-file.ts';
import { readModelHeader } from './read-model-header.ts';

/** A network as a summary describes it. */
export type NetworkSummary = {
  /** [H, W, C] of one image. */
  readonly inputShape: readonly [number, number, number];
  readonly layers: readonly SummaryRow[];
  readonly parameters: number;
};

/** What to summarise. A weights file holds only the generator. */
export type NetworksToSummarize = { readonly generator: NetworkSummary; readonly discriminator?: NetworkSummary };

/** Which networks are asked for. */
export type SummaryRequest = {
  preset: PresetName;
  size?: ImageSize | undefined;
  filters?: number | undefined;
  model?: string | undefined;
};

/**
 * The networks of a preset, with another size or width if asked for, or the generator of a weights file.
 *
 * @throws UsageError where the size is none of the network's, or where both a file and a size or width are given; what reading the file throws
 */
export async function networksToSummarize(request: SummaryRequest): Promise<NetworksToSummarize> {
  const { preset, size, filters, model } = request;
  if (model !== undefined) {
    if (size !== undefined || filters !== undefined)
      throw new UsageError('Expected --model alone, got it with --size or --filters. Leave them out.');
    return { generator: ofGenerator((await readModelHeader(await modelFile(model))).metadata.generator) };
  }
  const { generator, discriminator } = presets[preset].config;
  const changed = checked({
    ...generator,
    imageSize: size ?? generator.imageSize,
    filters: filters ?? generator.filters,
  });
  return {
    generator: ofGenerator(changed),
    discriminator: ofDiscriminator({ ...discriminator, filters: filters ?? discriminator.filters }, changed.imageSize),
  };
}

/** @throws UsageError where the network cannot have that size */
function checked(config: GeneratorConfig): GeneratorConfig {
  const result = v.safeParse(generatorConfigSchema, config);
  if (result.success) return result.output;
  throw new UsageError(`${result.issues[0].message}. Change it.`);
}

function ofGenerator(config: GeneratorConfig): NetworkSummary {
  return withTotal(shapeOf(config.imageSize, config.inChannels), summarizeGenerator(config));
}

function ofDiscriminator(config: DiscriminatorConfig, imageSize: ImageSize): NetworkSummary {
  const channels = config.conditionChannels + config.targetChannels;
  return withTotal(shapeOf(imageSize, channels), summarizeDiscriminator(config, imageSize));
}

function shapeOf(imageSize: ImageSize, channels: number): [height: number, width: number, channels: number] {
  const { width, height } = sidesOf(imageSize);
  return [height, width, channels];
}

function withTotal(inputShape: readonly [number, number, number], layers: readonly SummaryRow[]): NetworkSummary {
  return { inputShape, layers, parameters: layers.reduce((sum, { parameters }) => sum + parameters, 0) };
}
