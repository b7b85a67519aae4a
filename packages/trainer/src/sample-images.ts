import { sidesOf } from '@pix2pix-ts/common';
import {
  asColours,
  asShown,
  type PairSource,
  type Pixels,
  type Raster,
  requireChannels,
  type TransformedPair,
  toFloat,
  toRaster,
  transformPair,
} from '@pix2pix-ts/data';
import { applyGenerator } from '@pix2pix-ts/models';
import type { NamedTensors } from '@pix2pix-ts/ops';
import { tensor4d, tidy } from '@tensorflow/tfjs-core';
import type { TrainConfig } from './train-config.ts';

/**
 * An image as the generator sees it, what it makes of it, and what it should be; all of the model's size, and as one can look at
 * them, whatever their channels.
 */
export type SampleImage = {
  /** The pair's. */
  name: string;
  /** What the generator was given. */
  input: Pixels;
  /** What it makes of it after this step. */
  output: Pixels;
  /** What it should make of it. */
  target: Pixels;
};

/** An image pair of the model's size, and its name. */
export type SamplePair = TransformedPair<Raster> & { name: string };

/** What the generator makes of a pair, with the channels and depth of its targets. */
export type TranslatedPair = SamplePair & { output: Raster };

/**
 * All pairs of a source in the model's size and direction, without flips or random crops.
 *
 * @throws DataError where one has other channels than the model
 */
export function loadSamples(source: PairSource<Raster>, config: TrainConfig): Promise<SamplePair[]> {
  const { generator, direction, preprocess, jitter } = config;
  const options = { imageSize: generator.imageSize, direction, preprocess, jitter: jitter ?? undefined };
  return Promise.all(
    source.names.map(async (name, index) => {
      const pair = transformPair(await source.load(index), options);
      requireChannels(pair, { input: generator.inChannels, target: generator.outChannels }, name);
      return { name, ...pair };
    }),
  );
}

/** What the generator makes of the pairs now, to look at. */
export async function drawSamples(
  config: TrainConfig,
  tensors: NamedTensors,
  pairs: readonly SamplePair[],
): Promise<SampleImage[]> {
  const translated = await translatePairs(config, tensors, pairs);
  return translated.map(({ name, input, output, target }) => ({
    name,
    input: asColours(input),
    output: asShown(config.pictures, input, output),
    target: asShown(config.pictures, input, target),
  }));
}

/**
 * What the generator makes of the pairs now, one image after the other, with dropout where the model is meant to have it.
 *
 * @param firstPlace from which the noise of dropout is counted
 */
export async function translatePairs(
  config: TrainConfig,
  tensors: NamedTensors,
  pairs: readonly SamplePair[],
  firstPlace = 0,
): Promise<TranslatedPair[]> {
  const { generator, seed, translateWithDropout, translateStatistics } = config;
  const statistics = translateStatistics === 'image' ? 'batch' : 'running'; // a batch of one
  const { inChannels } = generator;
  const { depth = 8 } = config.pictures ?? {};
  const { width, height } = sidesOf(generator.imageSize);
  const translated: TranslatedPair[] = [];
  for (const [place, pair] of pairs.entries()) {
    const dropout = translateWithDropout ? { seed, firstPlace: firstPlace + place } : 'off';
    const output = tidy(() =>
      applyGenerator(generator, tensors, tensor4d(toFloat(pair.input), [1, height, width, inChannels]), {
        dropout,
        statistics,
      }),
    );
    const values = await output.data();
    output.dispose();
    translated.push({ ...pair, output: toRaster(values, width, height, depth) });
  }
  return translated;
}
