import { sidesOf } from '@pix2pix-ts/common';
import { type PairSource, type Pixels, type TransformedPair, toFloat, toPixels, transformPair } from '@pix2pix-ts/data';
import { applyGenerator } from '@pix2pix-ts/models';
import type { NamedTensors } from '@pix2pix-ts/ops';
import { tensor4d, tidy } from '@tensorflow/tfjs-core';
import type { TrainConfig } from './train-config.ts';

/** An image as the generator sees it, what it makes of it, and what it should be; all of the model's size. */
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
export type SamplePair = TransformedPair & { name: string };

/** All pairs of a source in the model's size and direction, without flips or random crops. */
export function loadSamples(source: PairSource, config: TrainConfig): Promise<SamplePair[]> {
  const { generator, direction, preprocess, jitter } = config;
  const options = { imageSize: generator.imageSize, direction, preprocess, jitter: jitter ?? undefined };
  return Promise.all(
    source.names.map(async (name, index) => ({
      name,
      ...transformPair(await source.load(index), options),
    })),
  );
}

/**
 * What the generator makes of the pairs now, one image after the other, with dropout where the model is meant to have it.
 *
 * @param firstPlace from which the noise of dropout is counted
 */
export async function drawSamples(
  config: TrainConfig,
  tensors: NamedTensors,
  pairs: readonly SamplePair[],
  firstPlace = 0,
): Promise<SampleImage[]> {
  const { generator, seed, translateWithDropout, translateStatistics } = config;
  const statistics = translateStatistics === 'image' ? 'batch' : 'running'; // a batch of one

  const { inChannels } = generator;
  const { width, height } = sidesOf(generator.imageSize);
  const images: SampleImage[] = [];
  for (const [place, { name, input, target }] of pairs.entries()) {
    const dropout = translateWithDropout ? { seed, firstPlace: firstPlace + place } : 'off';
    const output = tidy(() =>
      applyGenerator(generator, tensors, tensor4d(toFloat(input), [1, height, width, inChannels]), {
        dropout,
        statistics,
      }),
    );
    const values = await output.data();
    output.dispose();
    images.push({ name, input, output: toPixels(values, width, height), target });
  }
  return images;
}
