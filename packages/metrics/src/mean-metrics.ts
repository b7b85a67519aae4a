import type { Metrics } from './compare-images.ts';

/** A mean over images that come one by one. */
export type MeanMetrics = {
  /** How many were added. */
  readonly images: number;
  /** Counts one image's figures. */
  add(metrics: Metrics): void;
  /** @throws RangeError where nothing was added */
  mean(): Metrics;
};

/** A running mean of metrics, each image counting alike, also the decibels. */
export function meanMetrics(): MeanMetrics {
  let images = 0;
  const sum = { l1: 0, psnr: 0, ssim: 0 };
  return {
    get images() {
      return images;
    },
    add({ l1, psnr, ssim }) {
      images++;
      sum.l1 += l1;
      sum.psnr += psnr;
      sum.ssim += ssim;
    },
    mean() {
      if (images === 0) throw new RangeError('Expected at least one image to take the mean of, got none. Add one.');
      return { l1: sum.l1 / images, psnr: sum.psnr / images, ssim: sum.ssim / images };
    },
  };
}
