export { createEvaluation, type EvaluatedImage, type Evaluation, type RunningEvaluation } from './evaluation.ts';
export type { Image } from './image.ts';
export { l1 } from './l1.ts';
export { createMeanImage, type MeanImage } from './mean-image.ts';
export { createMeanMetrics, type MeanMetrics } from './mean-metrics.ts';
export { compareImages, eachMetric, type Metric, type MetricName, type Metrics, metrics } from './metrics.ts';
export { MS_SSIM_LEAST, msSsim } from './ms-ssim.ts';
export { MAX_PSNR, psnr } from './psnr.ts';
export { ssim } from './ssim.ts';
