import type { Image } from './image.ts';
import { createMeanMetrics } from './mean-metrics.ts';
import { compareImages, type Metrics } from './metrics.ts';

/** The figures of a held-out set, next to what one gets without a network. */
export type Evaluation = Pick<Metrics, 'l1' | 'psnr' | 'ssim'> & {
  /** Those that were added. */
  readonly [metric: string]: unknown;
  /** How many images. */
  readonly images: number;
  /** What the two answers get that need no network. */
  readonly baselines: {
    /** The input itself as the answer. */
    readonly input: Metrics;
    /** The mean target of the training images as the answer to every input; null where there is none. */
    readonly mean: Metrics | null;
  };
};

/** One held-out image: all three of one size. */
export type EvaluatedImage = {
  /** What the network was given. */
  readonly input: Image;
  /** What it made of it. */
  readonly output: Image;
  /** What it should have made of it. */
  readonly target: Image;
};

/** Figures over images that come one by one; none of them is kept. */
export type RunningEvaluation = {
  /**
   * Counts an image, and returns its own figures.
   *
   * @throws RangeError where sizes differ, or a side is shorter than SSIM's window of 11
   */
  add(image: EvaluatedImage): Metrics;
  /** @throws RangeError where nothing was added */
  result(): Evaluation;
};

/** Evaluates outputs against their targets, and against both baselines: `meanTarget` comes from `createMeanImage`. */
export function createEvaluation({ meanTarget }: { meanTarget: Image | null }): RunningEvaluation {
  const [outputs, inputs, means] = [createMeanMetrics(), createMeanMetrics(), createMeanMetrics()];
  return {
    add({ input, output, target }) {
      const metrics = compareImages(output, target);
      const ofInput = compareImages(input, target);
      const ofMean = meanTarget && compareImages(meanTarget, target);
      // Only when all three could be compared, so that an error leaves the means as they were.
      outputs.add(metrics);
      inputs.add(ofInput);
      if (ofMean) means.add(ofMean);
      return metrics;
    },
    result() {
      const mean = meanTarget && means.mean();
      return { ...outputs.mean(), images: outputs.images, baselines: { input: inputs.mean(), mean } };
    },
  };
}
