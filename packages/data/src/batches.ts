import { longerSide, sidesOf } from '@pix2pix-ts/common';
import { randomStream, shuffledIndices } from '@pix2pix-ts/random';
import { DataError } from './data-error.ts';
import type { PairSource } from './pair-source.ts';
import { toFloat } from './pixel-values.ts';
import { CHANNELS, type Raster } from './pixels.ts';
import { readAhead } from './read-ahead.ts';
import { type PairChannels, requireChannels } from './require-channels.ts';
import { type TransformOptions, transformPair } from './transform-pair.ts';

/** How a source is read for training. */
export type BatchOptions = TransformOptions & {
  /** Images per batch. */
  batch: number;
  /** Only this part of each batch: that of process `rank` of `size` processes. @default the whole batch */
  share?:
    | {
        /** This process's number, from 0. */
        readonly rank: number;
        /** How many processes share a batch; they must divide it. */
        readonly size: number;
      }
    | undefined;
  /** How many channels the pictures have; those of a pair with others are not taken. @default colours: 3 and 3 */
  channels?: PairChannels;
  /** Order, crops and flips follow from this alone. */
  seed: number;
  /** The pairs in the order of the source, in every epoch alike, in place of a random one. @default false */
  serial?: boolean;
  /** How many images of the run were consumed before: training continues there. @default 0 */
  position?: number;
  /** How many batches are decoded ahead of the one in use. @default 2 */
  prefetch?: number;
  /** Ends the stream with the signal's reason. */
  signal?: AbortSignal | undefined;
};

/** Images for one training step, as values in [-1, 1]. */
export type Batch = {
  /** The inputs, row by row. */
  readonly input: Float32Array;
  /** The targets, likewise. */
  readonly target: Float32Array;
  /** `[batch, height, width, channels]` of `input`; of a share, with the images of the share alone. */
  readonly shape: [number, number, number, number];
  /** The same of `target`. */
  readonly targetShape: [number, number, number, number];
  /** The name of each image's pair. */
  readonly names: string[];
  /** Images of the run consumed when this batch is done, by all processes: where a resumed run begins. */
  readonly position: number;
};

/**
 * Full batches without end. Image k of a run over n pairs is the pair at place k mod n of the order shuffled by
 * (seed, epoch = floor(k / n)), or with `serial` of the source's, with the crop and the flip drawn by (seed, k): it does not depend on the batch size, on
 * what was prefetched, on how many processes share a batch, or on where the run was resumed. A batch may reach into the
 * next epoch.
 *
 * @throws RangeError at once where an option or the source cannot be used; what a pair's load rejects with, at the
 *   batch it belongs to; the signal's reason when it is aborted
 */
export function batches(source: PairSource<Raster>, options: BatchOptions): AsyncGenerator<Batch, never> {
  checkOptions(source, options);
  const { batch, position = 0, prefetch = 2, serial = false, signal } = options;
  const { length } = source.names;
  const indexAt = serial ? (image: number) => image % length : shuffledEpochs(length, options.seed);
  return readAhead((step) => loadBatch(source, options, indexAt, position + step * batch), prefetch, signal);
}

/** Decodes the pairs of one batch side by side. */
async function loadBatch(
  source: PairSource<Raster>,
  options: BatchOptions,
  indexAt: (image: number) => number,
  start: number,
): Promise<Batch> {
  const { batch, seed, share = { rank: 0, size: 1 }, channels = { input: CHANNELS, target: CHANNELS } } = options;
  const { width, height } = sidesOf(options.imageSize);
  const own = batch / share.size;
  const first = start + share.rank * own;
  const [length, targetLength] = [channels.input, channels.target].map((count) => width * height * count) as [
    number,
    number,
  ];
  const [input, target] = [new Float32Array(own * length), new Float32Array(own * targetLength)];
  const indices = Array.from({ length: own }, (_, i) => indexAt(first + i));
  await Promise.all(
    indices.map(async (index, i) => {
      const loaded = await source.load(index);
      const pair = naming(source.names[index], () => {
        const transformed = transformPair(loaded, options, randomStream(seed, 'augment', first + i));
        requireChannels(transformed, channels);
        return transformed;
      });
      toFloat(pair.input, input, i * length);
      toFloat(pair.target, target, i * targetLength);
    }),
  );
  const names = indices.map((index) => source.names[index] as string);
  const position = start + batch;
  const shape = (count: number) => [own, height, width, count] as [number, number, number, number];
  return { input, target, shape: shape(channels.input), targetShape: shape(channels.target), names, position };
}

/** A pair that does not fit is told with its name. */
function naming<T>(name: string | undefined, transform: () => T): T {
  try {
    return transform();
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new DataError(`${name}: ${error.message}`, { cause: error });
  }
}

/** Which pair image k of the run is. Only one epoch's order is kept, since k goes up. */
function shuffledEpochs(length: number, seed: number): (image: number) => number {
  let epoch = -1;
  let order = new Uint32Array();
  return (image) => {
    if (epoch !== Math.floor(image / length)) {
      epoch = Math.floor(image / length);
      order = shuffledIndices(length, seed, 'epoch', epoch) as Uint32Array<ArrayBuffer>;
    }
    return order[image % length] as number;
  };
}

function checkOptions({ names }: PairSource<Raster>, options: BatchOptions): void {
  const { batch, imageSize, position = 0, prefetch = 2, share } = options;
  const { width, height } = sidesOf(imageSize);
  const longer = longerSide(imageSize);
  if (names.length === 0) throw new RangeError('Expected at least one image pair, got none. Check the data folder.');
  for (const [name, value, least] of [
    ['batch', batch, 1],
    ['imageSize', width, 1],
    ['imageSize', height, 1],
    ['jitter', options.jitter ?? longer, longer],
    ['position', position, 0],
    ['prefetch', prefetch, 0],
  ] as const) {
    if (Number.isInteger(value) && value >= least) continue;
    throw new RangeError(`Expected ${name} to be an integer of at least ${least}, got ${value}. Change it.`);
  }
  const { scale: [least, most] = [1, 1], hints = 0 } = options;
  if (!(least > 0 && least <= most && most <= 1))
    throw new RangeError(
      `Expected scale to be two factors above 0 and up to 1, got ${least} and ${most}. Change them.`,
    );
  if (!(hints >= 0 && hints <= 1)) throw new RangeError(`Expected hints to be from 0 to 1, got ${hints}. Change it.`);
  if (share && batch % share.size !== 0)
    throw new RangeError(
      `Expected a batch that ${share.size} processes can share, got ${batch} images. Make it a multiple of ${share.size}, or start fewer processes.`,
    );
}
