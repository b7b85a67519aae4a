import { batchNorm, type FusibleActivation, leakyRelu, type NamedTensors, relu } from '@pix2pix-ts/ops';
import { add, mul, rsqrt, sub, type Tensor, type Tensor1D, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import type { Norm, NormMode } from './norm.ts';

const EPSILON = 1e-5;
/** How far a batch moves the running statistics, as in PyTorch. */
const MOMENTUM = 0.1;

/**
 * Batch norm with a factor and an offset for each channel (Ioffe and Szegedy 2015). In training each channel is
 * normalised by the batch's mean and biased variance, and the running ones move a tenth of the way to the batch's mean
 * and unbiased variance, as in PyTorch. Factors begin at N(1, 0.02), as in the paper's code.
 */
export const batch: Norm = {
  perImage: false,
  addsOffset: true,
  tensors: (channels) => ({
    scale: { shape: [channels], init: { normal: 0.02, mean: 1 }, trained: true },
    offset: { shape: [channels], init: { constant: 0 }, trained: true },
    mean: { shape: [channels], init: { constant: 0 }, trained: false },
    variance: { shape: [channels], init: { constant: 1 }, trained: false },
  }),
  apply: (x, tensors, mode) => normalize(x, tensors, mode),
  applyActivated: normalize,
};

function normalize(
  x: Tensor4D,
  tensors: NamedTensors,
  { statistics, onMovedStatistics }: NormMode,
  activation?: FusibleActivation,
): Tensor4D {
  const { scale, offset, mean, variance } = tensors as Record<'scale' | 'offset' | 'mean' | 'variance', Tensor1D>;
  if (statistics === 'running') {
    const byRunning = (): Tensor4D => add(mul(sub(x, mean), mul(rsqrt(add(variance, EPSILON)), scale)), offset);
    return tidy(() => (activation ? activations[activation](byRunning()) : byRunning()));
  }
  const count = x.size / scale.size;
  const onMoments = (moments: { mean: Tensor; variance: Tensor }) => {
    const unbiased = mul(moments.variance, count / Math.max(count - 1, 1)); // of one value it is 0, and not 0 / 0
    onMovedStatistics?.({ mean: moved(mean, moments.mean), variance: moved(variance, unbiased) });
  };
  return batchNorm(x, { scale, offset, epsilon: EPSILON, activation, ...(onMovedStatistics && { onMoments }) });
}

const activations = { relu, leakyRelu: (x: Tensor4D) => leakyRelu(x) } satisfies Record<FusibleActivation, object>;

function moved(running: Tensor, ofBatch: Tensor): Tensor {
  return add(mul(running, 1 - MOMENTUM), mul(ofBatch, MOMENTUM));
}
