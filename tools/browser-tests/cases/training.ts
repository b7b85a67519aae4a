import type { PairSource, Pixels } from '@pix2pix-ts/data';
import { presets, train } from '@pix2pix-ts/trainer';
import { numbers } from './numbers.ts';

const SIZE = 32;
const STEPS = 4;

/** Trains a tiny model for some steps on pairs in memory, and gives the losses of each step in the order of their names. */
export async function trainingLosses(): Promise<Record<string, number>[]> {
  const { config } = presets['pytorch-gan'];
  const losses: Record<string, number>[] = [];
  const events = train({
    ...config,
    generator: { ...config.generator, imageSize: SIZE, filters: 4 },
    discriminator: { ...config.discriminator, filters: 4 },
    batch: 2,
    data: noisePairs(3),
    steps: STEPS,
    logEvery: 1,
  });
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
