import { eachMetric, type Metrics } from './metrics.ts';

/** A mean over images that come one by one. */
export type MeanMetrics = {
  /** How many were added. */
  readonly images: number;
  /** Counts one image's figures. */
  add(metrics: Metrics): void;
  /** @throws RangeError where nothing was added */
  mean(): Metrics;
};

/** A running mean of metrics, in which every image counts equally, also in decibels. */
export function createMeanMetrics(): MeanMetrics {
  let images = 0;
  const sums = new Map<string, number>();
  return {
    get images() {
      return images;
    },
    add(metrics) {
      images++;
      for (const [name, figure] of Object.entries(metrics)) sums.set(name, (sums.get(name) ?? 0) + figure);
    },
    mean() {
      if (images === 0) throw new RangeError('Expected at least one image to take the mean of, got none. Add one.');
      return eachMetric((_, name) => (sums.get(name) as number) / images);
    },
  };
}
