import { batches } from '@pix2pix-ts/data';
import { checkImages, type FolderPairs, openPairs } from '@pix2pix-ts/data/node';
import { median } from '../process/median.ts';
import { startBusyEngine } from './busy-engine.ts';
import { dropPageCache, type PageCache } from './page-cache.ts';

/** What is measured. */
export type DataOptions = {
  folder: string;
  imageSize: number;
  batch: number;
  /** Threads of the engine. */
  threads: number;
  /** How long a training step holds the main thread. */
  stepMs: number;
  /** How many steps and, before them, how many batches on their own. */
  steps: number;
};

/** What batches cost that are made in one way. */
type BatchTimes = {
  /** A batch where nothing else runs and the next ones are under way: median, and processor time over all threads. */
  loadMsPerBatch: number;
  loadCpuMsPerBatch: number;
  imagesPerSecond: number;
  /** From the first request to the first batch: the only wait that nothing hides. */
  firstBatchMs: number;
  /** From a step's end until the next batch is there: median and longest. */
  waitMs: number;
  longestWaitMs: number;
  /** The mean wait as a share of the step. */
  waitShare: number;
};

/** What reading a folder costs: the batches of `pytorch-gan`, only flipped, and those with the paper's jitter, the dearest. */
export type DataTimes = BatchTimes & {
  /** Before the check, and before the batches. */
  pageCache: PageCache;
  /** From nothing to every image decoded once and known to be valid, sharp's start included. */
  checkMs: number;
  /** The same at the next start, when nothing has changed. */
  knownCheckMs: number;
  withJitter: BatchTimes;
};

/** The paper resizes to 286, of which 256 are cropped. */
const JITTER = 286 / 256;

/** Checks a folder, loads batches on their own, and then next to a busy engine. */
export async function measureData(options: DataOptions): Promise<DataTimes> {
  const { folder, imageSize } = options;
  const pageCache = await dropPageCache(folder);
  const check = async () => (await checkImages(await openPairs(folder, { split: 'train' }))).pairs;
  const [checkMs, pairs] = await timed(check);
  const [knownCheckMs] = await timed(check);
  return {
    pageCache,
    checkMs,
    knownCheckMs,
    ...(await measureBatches(pairs, options, {})),
    withJitter: await measureBatches(pairs, options, { jitter: Math.round(imageSize * JITTER) }),
  };
}

async function measureBatches(
  pairs: FolderPairs,
  { folder, imageSize, batch, threads, stepMs, steps }: DataOptions,
  transform: { jitter?: number },
): Promise<BatchTimes> {
  const how = { batch, imageSize, flip: true, seed: 1, ...transform };
  await dropPageCache(folder);
  const cpuBefore = process.cpuUsage();
  const alone = await waits(batches(pairs, how), steps, () => {});
  const { user, system } = process.cpuUsage(cpuBefore);

  await dropPageCache(folder);
  const engine = await startBusyEngine(threads);
  const beside = await waits(batches(pairs, { ...how, position: steps * batch }), steps, () => engine.step(stepMs));
  await engine.stop();

  const [firstBatchMs = 0, ...later] = beside;
  const loadMsPerBatch = median(alone.slice(1));
  return {
    loadMsPerBatch,
    loadCpuMsPerBatch: (user + system) / 1000 / alone.length,
    imagesPerSecond: (1000 * batch) / loadMsPerBatch,
    firstBatchMs,
    waitMs: median(later),
    longestWaitMs: Math.max(...later),
    waitShare: later.reduce((sum, wait) => sum + wait, 0) / later.length / stepMs,
  };
}

async function timed<Result>(work: () => Promise<Result>): Promise<[number, Result]> {
  const start = performance.now();
  const result = await work();
  return [performance.now() - start, result];
}

/** How long each of `steps + 1` batches is waited for, the turn of the event loop between two steps included. */
async function waits(stream: AsyncGenerator<unknown>, steps: number, step: () => void): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index <= steps; index++) {
    const [wait] = await timed(async () => {
      await new Promise(setImmediate); // as training does, so that decoded images get through
      await stream.next();
    });
    times.push(wait);
    step();
  }
  await stream.return(undefined);
  return times;
}
