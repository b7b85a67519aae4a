import type { PairSource, Pixels } from '@pix2pix-ts/data';
import { presets, type TrainConfig, train } from '@pix2pix-ts/trainer';
import { numbers } from './numbers.ts';

const SIZE = 32;
const STEPS = 4;

/** A tiny model. */
export function trainingConfig(): TrainConfig {
  const { config } = presets['pytorch-gan'];
  return {
    ...config,
    generator: { ...config.generator, imageSize: SIZE, filters: 4 },
    discriminator: { ...config.discriminator, filters: 4 },
    batch: 2,
  };
}

/**
 * Trains it for some steps on pairs in memory, and gives the losses of each step in the order of their names.
 *
 * @param compile whether an engine may run steps without their JavaScript
 */
export async function trainingLosses(steps = STEPS, compile = true): Promise<Record<string, number>[]> {
  const losses: Record<string, number>[] = [];
  const events = train({ ...trainingConfig(), data: noisePairs(3), steps, logEvery: 1, compile });
  for await (const event of events) if (event.type === 'step' && event.losses) losses.push({ ...event.losses });
  return losses;
}

/** Pairs of noise and its negative. */
function noisePairs(count: number): PairSource {
  const names = Array.from({ length: count }, (_, i) => `pair ${i}`);
  return {
    names,
    async load(index) {
      const a = noise(index);
      return { a, b: { ...a, data: a.data.map((value) => 255 - value) } };
    },
  };
}

function noise(seed: number): Pixels {
  const data = Uint8Array.from(numbers(SIZE * SIZE * 3, seed), (value) => 127.5 * (value + 1));
  return { data, width: SIZE, height: SIZE };
}
