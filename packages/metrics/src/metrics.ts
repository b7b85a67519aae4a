import { createTable, type NameOf } from '@pix2pix-ts/common';
import type { Image } from './image.ts';
import { l1 } from './l1.ts';
import { psnr } from './psnr.ts';
import { ssim } from './ssim.ts';

/** A figure that says how close an image is to its target. */
export type Metric = {
  /**
   * @returns the figure of one image
   * @throws RangeError where the images cannot be compared
   */
  measure(image: Image, target: Image): number;
  /** What tables call it: `PSNR`. */
  readonly label: string;
  /** What it is counted in, or nothing. */
  readonly unit: string;
  /** Digits after the point that are worth showing. */
  readonly digits: number;
  /** Which way is the better one. */
  readonly better: 'lower' | 'higher';
  /** What it measures, in a few words. */
  readonly hint: string;
};

/** The name of a metric: `l1`, `psnr`, `ssim`, or one of yours. */
export type MetricName = NameOf<'l1' | 'psnr' | 'ssim'>;

/** The metrics by name. `metrics.add('mine', metric)` adds one of yours, which every evaluation then includes. */
export const metrics = /* @__PURE__ */ createTable<Metric, 'l1' | 'psnr' | 'ssim'>('a metric', {
  l1: {
    measure: l1,
    label: 'L1',
    unit: '',
    digits: 4,
    better: 'lower',
    hint: 'distance from the target, on a scale of 0 to 2',
  },
  psnr: { measure: psnr, label: 'PSNR', unit: 'dB', digits: 2, better: 'higher', hint: 'ratio of signal to error' },
  ssim: {
    measure: ssim,
    label: 'SSIM',
    unit: '',
    digits: 4,
    better: 'higher',
    hint: 'structural similarity, 1 means identical',
  },
});

/** The figures of an image, or their means over some, by the names of the table. */
export type Metrics = {
  /** @see l1 */
  readonly l1: number;
  /** @see psnr */
  readonly psnr: number;
  /** @see ssim */
  readonly ssim: number;
  /** Of one that was added. */
  readonly [name: string]: number;
};

/** Figures of all metrics, each as the function says. */
export function eachMetric(figure: (metric: Metric, name: string) => number): Metrics {
  return Object.fromEntries(metrics.names.map((name) => [name, figure(metrics.get(name), name)])) as Metrics;
}

/**
 * All figures of an image.
 *
 * @throws RangeError where the sizes differ, or a side is shorter than SSIM's window of 11
 */
export function compareImages(image: Image, target: Image): Metrics {
  return eachMetric(({ measure }) => measure(image, target));
}
