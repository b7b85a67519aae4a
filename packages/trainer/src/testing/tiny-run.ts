import type { PairSource, Pixels } from '@pix2pix-ts/data';
import { randomStream } from '@pix2pix-ts/random';
import { presets } from '../presets.ts';
import type { TrainOptions } from '../train.ts';
import type { TrainEvent } from '../train-events.ts';

/** Pairs of noise; the target is the negative of the input. */
export function noisePairs(count: number, size = 32): PairSource {
  const names = Array.from({ length: count }, (_, i) => `pair${i}`);
  const noise = (index: number): Pixels => {
    const { integer } = randomStream('noise', index);
    return { data: Uint8Array.from({ length: size * size * 3 }, () => integer(256)), width: size, height: size };
  };
  const negative = ({ data, width, height }: Pixels): Pixels => ({ data: data.map((x) => 255 - x), width, height });
  return { names, load: async (index) => ({ a: noise(index), b: negative(noise(index)) }) };
}

/** A run of the smallest model on noise. */
export function tinyRun(options: Partial<TrainOptions> & { steps: number }): TrainOptions {
  const { config } = presets['pytorch-gan'];
  return {
    ...config,
    generator: { ...config.generator, imageSize: 32, filters: 2 },
    discriminator: { ...config.discriminator, filters: 2 },
    data: noisePairs(5),
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
