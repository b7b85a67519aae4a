import { noisePairs } from '@pix2pix-ts/testing/noise';
import { presets } from '../presets.ts';
import type { TrainEvent } from '../train-events.ts';
import type { TrainOptions } from '../train-options.ts';

/** A run of the smallest model on noise. */
export function tinyRun(options: Partial<TrainOptions> & { steps: number }): TrainOptions {
  const { config } = presets['pytorch-gan'];
  return {
    ...config,
    generator: { ...config.generator, imageSize: 32, filters: 2 },
    discriminator: { ...config.discriminator, filters: 2 },
    data: noisePairs(5, 32),
    ...options,
  };
}

/** The same of a ResNet and a PatchGAN with batch norm. */
export function tinyBatchNormRun(options: Partial<TrainOptions> & { steps: number }): TrainOptions {
  const { generator, discriminator, ...run } = tinyRun(options);
  const { imageSize, inChannels, outChannels } = generator;
  return {
    ...run,
    generator: {
      kind: 'resnet' as const,
      imageSize,
      inChannels,
      outChannels,
      filters: 2,
      norm: 'batch',
      dropout: 0.5,
      blocks: 1,
    },
    discriminator: { ...discriminator, norm: 'batch' },
  };
}

/** All events of a run. */
export async function eventsOf(events: AsyncIterable<TrainEvent>): Promise<TrainEvent[]> {
  const seen: TrainEvent[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}
