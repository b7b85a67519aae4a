import { adamUpdate } from './adam-update.ts';
import { addN } from './add-n.ts';
import { batchNorm, batchNormGrad, fusedBatchNorm } from './batch-norm.ts';
import { binaryKernels } from './binary.ts';
import { cast } from './cast.ts';
import { concat } from './concat.ts';
import { conv2D, fusedConv2D } from './convolution.ts';
import { conv2DBackpropFilter } from './convolution-filter-gradient.ts';
import { conv2DBackpropInput } from './convolution-input-gradient.ts';
import { depthwiseConv2D, fusedDepthwiseConv2D } from './depthwise-convolution.ts';
import { dropoutMask } from './dropout-mask.ts';
import { constantsLike, fill } from './fill.ts';
import { gather } from './gather.ts';
import { identity } from './identity.ts';
import { instanceNorm } from './instance-norm.ts';
import { instanceNormGrad } from './instance-norm-grad.ts';
import { leakyReluGrad } from './leaky-relu-grad.ts';
import { batchMatMul, fusedMatMul } from './matrix-product.ts';
import { oneHot } from './one-hot.ts';
import type { OwnKernel } from './own-kernel.ts';
import { padV2 } from './pad.ts';
import { prelu } from './prelu.ts';
import { depthToSpace, resizeNearestNeighbor } from './rearrange.ts';
import { mean, sum } from './reduce.ts';
import { reductionsOfNothing } from './reduce-nothing.ts';
import { reluGrad } from './relu-grad.ts';
import { resizeNearestNeighborGrad } from './resize-nearest-neighbor-grad.ts';
import { reverse } from './reverse.ts';
import { greater, select } from './select.ts';
import { sineKernels } from './sine.ts';
import { slice, splitV } from './slice.ts';
import { stridedSlice } from './strided-slice.ts';
import { transpose } from './transpose.ts';
import { unaryKernels } from './unary.ts';
import { unsortedSegmentSum } from './unsorted-segment-sum.ts';

/** Every kernel that compiled code of this package computes; a new one is one entry. */
export const ownKernels: readonly OwnKernel[] = [
  adamUpdate,
  addN,
  batchMatMul,
  batchNorm,
  batchNormGrad,
  ...binaryKernels,
  cast,
  concat,
  ...constantsLike,
  conv2D,
  conv2DBackpropFilter,
  conv2DBackpropInput,
  depthToSpace,
  dropoutMask,
  fill,
  fusedBatchNorm,
  fusedConv2D,
  fusedMatMul,
  greater,
  identity,
  instanceNorm,
  instanceNormGrad,
  leakyReluGrad,
  mean,
  padV2,
  reluGrad,
  resizeNearestNeighbor,
  resizeNearestNeighborGrad,
  select,
  slice,
  splitV,
  sum,
  transpose,
  ...unaryKernels,
  unsortedSegmentSum,
];

/** Those that stand before stock kernels which give wrong values, and for the most part take only these calls. */
export const mendedKernels: readonly OwnKernel[] = [
  depthwiseConv2D,
  fusedDepthwiseConv2D,
  gather,
  oneHot,
  prelu,
  ...reductionsOfNothing,
  reverse,
  ...sineKernels,
  stridedSlice,
];
