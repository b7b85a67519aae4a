import { batches, type PairSource, spreadPairs } from '@pix2pix-ts/data';
import { openPairs } from '@pix2pix-ts/data/node';
import { type PresetName, presets, type TrainConfig, train } from '@pix2pix-ts/trainer';
import { printPictureNote } from '../pairs/picture-note.ts';
import type { DataSpeed } from './diagnosis.ts';

/** For how long each thing is measured. */
const MILLISECONDS = 1500;
/** Steps that do not count: an engine that compiles steps runs the first three as usual. */
const WARM_UP = 4;
/** Pairs, evenly over all there are: more say nothing new, and a disk would have to fetch them. */
const MOST_PAIRS = 256;
const LOOKED_AT = 8;

/**
 * Measures how fast a folder's pairs come, by themselves and while the current engine trains a preset's networks on them.
 *
 * @throws DataError of one line for a folder or a picture that cannot be used
 */
export async function measureData(folder: string, preset: PresetName): Promise<DataSpeed> {
  const { config } = presets[preset];
  const all = await openPairs(folder, { split: 'train', onNote: printPictureNote });
  const pairs = spreadPairs(all, MOST_PAIRS);
  const looked = spreadPairs(all, LOOKED_AT);
  const sides = await Promise.all(looked.names.map(async (_, i) => (await looked.load(i)).a));
  const meanOf = (side: 'width' | 'height') =>
    Math.round(sides.reduce((sum, picture) => sum + picture[side], 0) / sides.length);
  return {
    folder,
    pairs: all.names.length,
    width: meanOf('width'),
    height: meanOf('height'),
    imageMs: await batchMs(pairs, { ...config, batch: 1 }, 0),
    batchMs: await batchMs(pairs, config, 2),
    stepMs: await stepMs(pairs, config),
  };
}

/** The mean time of a batch that nobody trains on. */
async function batchMs(pairs: PairSource, config: TrainConfig, prefetch: number): Promise<number> {
  const { generator, batch, seed, direction, flip, jitter, scale, shift, hints } = config;
  const augmentation = { flip, jitter: jitter ?? undefined, scale, shift, hints };
  const stream = batches(pairs, { imageSize: generator.imageSize, batch, seed, direction, ...augmentation, prefetch });
  await stream.next(); // what is loaded the first time
  const started = performance.now();
  let count = 0;
  do {
    await stream.next();
    count++;
  } while (performance.now() - started < MILLISECONDS);
  const milliseconds = (performance.now() - started) / count;
  await stream.return(undefined as never);
  return milliseconds;
}

/** The mean time of a step as training has it: with this data, loaded while the engine computes. */
async function stepMs(pairs: PairSource, config: TrainConfig): Promise<number> {
  let started = 0;
  let counted = 0;
  for await (const { type, step } of train({ ...config, data: pairs, steps: 1e6, sampleEvery: 0, saveEvery: 0 })) {
    if (type !== 'step') continue;
    counted = step - WARM_UP;
    if (counted === 0) started = performance.now();
    if (counted > 0 && performance.now() - started > 2 * MILLISECONDS) break;
  }
  return (performance.now() - started) / counted;
}
