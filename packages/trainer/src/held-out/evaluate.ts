import type { Picture } from '@pix2pix-ts/common';
import { asShown, inByteScale, type PairSource, type Raster, spreadPairs } from '@pix2pix-ts/data';
import { compareImages, createMeanMetrics, type Metrics } from '@pix2pix-ts/metrics';
import type { NamedTensors } from '@pix2pix-ts/ops';
import { loadSamples, translatePairs } from '../sample-images.ts';
import type { TrainConfig } from '../train-config.ts';
import type { World } from '../world.ts';

/** More pairs make the figures hardly better, and training wait for them. */
const MOST_PAIRS = 64;
/** So many decoded pairs are held at a time. */
const AT_ONCE = 8;

/** The means of all metrics over pairs, and over how many. */
export type HeldOutFigures = {
  /** By their names in the table of metrics. */
  metrics: Metrics;
  /** How many pairs were compared. */
  images: number;
};

/**
 * All metrics of the generator on held-out pairs, spread evenly over all there are: as it would translate them, rounded to
 * the depth of its pictures, against their targets at the model's size.
 *
 * @param source has at least one pair
 */
export async function evaluateHeldOut(
  config: TrainConfig,
  tensors: NamedTensors,
  source: PairSource<Raster>,
): Promise<HeldOutFigures> {
  const pairs = spreadPairs(source, MOST_PAIRS);
  const figures = createMeanMetrics();
  for (let first = 0; first < pairs.names.length; first += AT_ONCE) {
    const names = pairs.names.slice(first, first + AT_ONCE);
    const some = await loadSamples({ names, load: (index) => pairs.load(first + index) }, config);
    for (const { input, output, target } of await translatePairs(config, tensors, some, first)) {
      const [made, wanted] = [output, target].map((picture) =>
        config.pictures?.lab ? asShown(config.pictures, input, picture) : inByteScale(picture),
      ) as [Picture, Picture];
      figures.add(compareImages(made, wanted));
    }
  }
  return { metrics: figures.mean(), images: pairs.names.length };
}

/** The same on every rank; the first one alone evaluates, and tells the others. What it fails with, it fails with on all. */
export async function evaluateOnFirstRank(
  world: World,
  evaluate: () => Promise<HeldOutFigures>,
): Promise<HeldOutFigures> {
  if (world.size === 1) return evaluate();
  const own = world.rank === 0 ? await evaluate().catch((error: Error) => ({ failed: error.message })) : {};
  const told = JSON.parse(world.allGather(JSON.stringify(own))[0] as string) as HeldOutFigures & { failed?: string };
  if (told.failed !== undefined) throw new Error(told.failed);
  return told;
}
