import { describe, expect, test } from '@jest/globals';
import { noisePairs } from '@pix2pix-ts/testing/noise';
import { assert, asyncProperty, integer, record } from 'fast-check';
import { type Batch, type BatchOptions, batches } from './batches.ts';
import type { PairSource } from './pair-source.ts';

const base = { batch: 1, imageSize: 4, jitter: 6, flip: true, seed: 3 } satisfies BatchOptions;

/** The images of a run's batches: name, input and target of each. */
async function imagesOf(source: PairSource, options: BatchOptions, count: number) {
  const images: { name: string; input: string; target: string }[] = [];
  for await (const { input, target, shape, names } of batches(source, options)) {
    const length = input.length / shape[0];
    names.forEach((name, i) => {
      const values = (all: Float32Array) => all.subarray(i * length, (i + 1) * length).join();
      images.push({ name, input: values(input), target: values(target) });
    });
    if (images.length >= count) break;
  }
  return images.slice(0, count);
}

async function take(source: PairSource, options: BatchOptions, count: number): Promise<Batch[]> {
  const taken: Batch[] = [];
  for await (const batch of batches(source, options)) if (taken.push(batch) === count) break;
  return taken;
}

describe('batches', () => {
  test('image k is the same whatever the batch size, the prefetch and where the run was resumed', async () => {
    const any = record({
      pairs: integer({ min: 1, max: 7 }),
      batch: integer({ min: 1, max: 5 }),
      prefetch: integer({ min: 0, max: 4 }),
      position: integer({ min: 0, max: 9 }),
      seed: integer(),
    });
    await assert(
      asyncProperty(any, async ({ pairs, batch, prefetch, position, seed }) => {
        const source = noisePairs(pairs);
        const whole = await imagesOf(source, { ...base, seed }, position + 12);
        const resumed = await imagesOf(source, { ...base, seed, batch, prefetch, position }, 12);
        expect(resumed).toEqual(whole.slice(position));
      }),
      { numRuns: 50 },
    );
  });

  test('serial batches have the pairs in their order, epoch after epoch, and the crops of shuffled ones', async () => {
    const source = noisePairs(3);
    const images = await imagesOf(source, { ...base, batch: 2, serial: true, position: 1 }, 6);
    const [first, second, third] = source.names;
    expect(images.map(({ name }) => name)).toEqual([second, third, first, second, third, first]);
    expect(images[0]?.input).not.toEqual(images[3]?.input);
  });

  test('a pair that does not fit is told with its name', async () => {
    const stream = batches(noisePairs(1), { batch: 1, imageSize: 64, seed: 1, preprocess: 'none' });
    await expect(stream.next()).rejects.toThrow(/^\S+: Expected pictures of 64x64 pixels/);
  });

  test.each([2, 3, 6])('the shares of %d processes together are the whole batches', async (size) => {
    const source = noisePairs(5);
    const whole = await take(source, { ...base, batch: 6, position: 4 }, 3);
    const shares = await Promise.all(
      Array.from({ length: size }, (_, rank) =>
        take(source, { ...base, batch: 6, position: 4, share: { rank, size } }, 3),
      ),
    );
    for (const [step, { input, target, names, position }] of whole.entries()) {
      const parts = shares.map((share) => share[step] as Batch);
      expect(parts.map(({ shape }) => shape[0])).toEqual(parts.map(() => 6 / size));
      expect(parts.flatMap((part) => part.names)).toEqual(names);
      expect(parts.flatMap((part) => [...part.input])).toEqual([...input]);
      expect(parts.flatMap((part) => [...part.target])).toEqual([...target]);
      expect(parts.map((part) => part.position)).toEqual(parts.map(() => position));
    }
  });

  test('every epoch shows every pair once, in an order of its own', async () => {
    const names = (await imagesOf(noisePairs(20), { ...base, batch: 3 }, 60)).map(({ name }) => name);
    const epochs = [names.slice(0, 20), names.slice(20, 40), names.slice(40)];
    for (const epoch of epochs) expect([...epoch].sort()).toEqual([...noisePairs(20).names].sort());
    expect(new Set(epochs.map((epoch) => epoch.join())).size).toBe(3);
  });

  test('a pair looks different from epoch to epoch, but input and target stay together', async () => {
    // Of the jitter's size, so that nothing is resized and the target stays the exact negative of the input.
    const images = await imagesOf(noisePairs(1, 6, 6), base, 30);
    expect(new Set(images.map(({ input }) => input)).size).toBeGreaterThan(8);
    for (const { input, target } of images) {
      const [values, negatives] = [input.split(',').map(Number), target.split(',').map(Number)];
      expect(Math.max(...values.map((value, i) => Math.abs(value + (negatives[i] as number))))).toBeLessThan(1e-6);
    }
  });

  test('batches know their shape and where a resumed run begins', async () => {
    const [first, second] = await take(noisePairs(3), { ...base, batch: 2, position: 5 }, 2);
    expect(first?.shape).toEqual([2, 4, 4, 3]);
    expect(first?.input.length).toBe(2 * 4 * 4 * 3);
    expect([first?.position, second?.position]).toEqual([7, 9]);
  });

  test('of images that are not square have height and width, and each is what its pair gives alone', async () => {
    const options = { ...base, imageSize: { width: 6, height: 4 }, jitter: 9, batch: 2 };
    const [first] = await take(noisePairs(3), options, 1);
    expect(first?.shape).toEqual([2, 4, 6, 3]);
    const alone = await imagesOf(noisePairs(3), { ...options, batch: 1 }, 2);
    expect(await imagesOf(noisePairs(3), options, 2)).toEqual(alone);
    expect(() => batches(noisePairs(2), { ...options, jitter: 5 })).toThrow(
      'Expected jitter to be an integer of at least 6, got 5.',
    );
    expect(() => batches(noisePairs(2), { ...options, imageSize: { width: 6, height: 0 } })).toThrow(
      'Expected imageSize to be an integer of at least 1, got 0.',
    );
  });

  test('decodes the given number of batches ahead, and no more', async () => {
    let loads = 0;
    const pairs = noisePairs(10);
    const counted: PairSource = {
      ...pairs,
      load: (index) => {
        loads++;
        return pairs.load(index);
      },
    };
    const run = batches(counted, { ...base, batch: 2, prefetch: 3 });
    expect(loads).toBe(0);
    await run.next();
    expect(loads).toBe(2 * (1 + 3));
    await run.next();
    expect(loads).toBe(2 * (2 + 3));
    await run.return(undefined as never);
    expect(loads).toBe(2 * (2 + 3));
  });

  test('refuses what it cannot use, before the first batch', () => {
    const source = noisePairs(2);
    expect(() => batches(noisePairs(0), base)).toThrow('Expected at least one image pair, got none.');
    expect(() => batches(source, { ...base, jitter: 3 })).toThrow(
      'Expected jitter to be an integer of at least 4, got 3.',
    );
    expect(() => batches(source, { ...base, batch: 0 })).toThrow(
      'Expected batch to be an integer of at least 1, got 0.',
    );
    expect(() => batches(source, { ...base, position: 0.5 })).toThrow('Expected position');
    expect(() => batches(source, { ...base, batch: 6, share: { rank: 1, size: 4 } })).toThrow(
      'Expected a batch that 4 processes can share, got 6 images. Make it a multiple of 4, or start fewer processes.',
    );
  });
});

describe('a run of batches that ends early', () => {
  /** Pairs that cannot be read from the third image on. */
  function failingPairs(order: string[]): PairSource {
    const pairs = noisePairs(4);
    return {
      ...pairs,
      load: async (index) => {
        order.push(pairs.names[index] as string);
        if (order.length > 2) throw new Error(`cannot read ${pairs.names[index]}`);
        return pairs.load(index);
      },
    };
  }

  /** Jest fails a test that leaves a rejection unhandled; Node reports one after the turn of the event loop. */
  async function someTurns() {
    for (let turns = 0; turns < 5; turns++) await new Promise((resolve) => setImmediate(resolve));
  }

  test('an error comes with the batch it belongs to, though it was prefetched before', async () => {
    const order: string[] = [];
    const run = batches(failingPairs(order), { ...base, prefetch: 3 });
    expect((await run.next()).value.names).toEqual([order[0]]);
    expect((await run.next()).value.names).toEqual([order[1]]);
    await someTurns();
    await expect(run.next()).rejects.toThrow(`cannot read ${order[2]}`);
    expect(await run.next()).toEqual({ done: true, value: undefined });
  });

  test('a consumer that stops leaves no rejection unhandled', async () => {
    await take(failingPairs([]), { ...base, prefetch: 3 }, 1);
    await someTurns();
  });

  test('an abort ends it at once, also while it waits for an image', async () => {
    const never: PairSource = { names: ['slow'], load: () => new Promise(() => {}) };
    const stop = new AbortController();
    const waiting = batches(never, { ...base, signal: stop.signal }).next();
    stop.abort();
    await expect(waiting).rejects.toBe(stop.signal.reason);
    await someTurns();
  });

  test('an abort between two batches ends it too', async () => {
    const stop = new AbortController();
    const run = batches(noisePairs(3), { ...base, signal: stop.signal });
    await run.next();
    stop.abort();
    await expect(run.next()).rejects.toBe(stop.signal.reason);
  });
});
