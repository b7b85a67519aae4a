export { type EvaluatedImage, type Evaluation, evaluation, type RunningEvaluation } from './evaluation.ts';
export type { Image } from './image.ts';
export { l1 } from './l1.ts';
export { type MeanImage, meanImage } from './mean-image.ts';
export { type MeanMetrics, meanMetrics } from './mean-metrics.ts';
export { compareImages, eachMetric, type Metric, type MetricName, type Metrics, metrics } from './metrics.ts';
export { MAX_PSNR, psnr } from './psnr.ts';
export { ssim } from './ssim.ts';
