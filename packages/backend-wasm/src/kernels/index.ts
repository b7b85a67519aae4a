import { adamUpdate } from './adam-update.ts';
import { addN } from './add-n.ts';
import { batchNorm, batchNormGrad, fusedBatchNorm } from './batch-norm.ts';
import { binaryKernels } from './binary.ts';
import { cast } from './cast.ts';
import { placeChecks } from './check-places.ts';
import { concat } from './concat.ts';
import { conv2D, fusedConv2D } from './convolution.ts';
import { conv3D, conv3DBackpropFilter, conv3DBackpropInput } from './convolution-3d.ts';
import { conv2DBackpropFilter } from './convolution-filter-gradient.ts';
import { conv2DBackpropInput } from './convolution-input-gradient.ts';
import { cropAndResize } from './crop-and-resize.ts';
import { depthwiseConv2D, fusedDepthwiseConv2D } from './depthwise-convolution.ts';
import { dilation2D, dilation2DBackpropFilter, dilation2DBackpropInput } from './dilation.ts';
import { dropoutMask } from './dropout-mask.ts';
import { constantsLike, fill } from './fill.ts';
import { floatOnlyKernels, kindsOfNumbers } from './float-only.ts';
import { gather } from './gather.ts';
import { identity } from './identity.ts';
import { instanceNorm } from './instance-norm.ts';
import { instanceNormGrad } from './instance-norm-grad.ts';
import { leakyReluGrad } from './leaky-relu-grad.ts';
import { batchMatMul, fusedMatMul } from './matrix-product.ts';
import { oneHot } from './one-hot.ts';
import type { OwnKernel } from './own-kernel.ts';
import { padV2 } from './pad.ts';
import { avgPool, avgPool3D, maxPool, maxPool3D, maxPoolWithArgmax } from './pool.ts';
import { avgPool3DGrad, avgPoolGrad, maxPool3DGrad, maxPoolGrad } from './pool-grad.ts';
import { prelu } from './prelu.ts';
import { depthToSpace, resizeNearestNeighbor } from './rearrange.ts';
import { mean, sum } from './reduce.ts';
import { reductionsOfNothing } from './reduce-nothing.ts';
import { reluGrad } from './relu-grad.ts';
import { resizeBilinearGrad } from './resize-bilinear-grad.ts';
import { resizeNearestNeighborGrad } from './resize-nearest-neighbor-grad.ts';
import { reverse } from './reverse.ts';
import { rotateWithOffset } from './rotate.ts';
import { scansOfNothing, topKOfNothing } from './scan-nothing.ts';
import { greater, select } from './select.ts';
import { sineKernels } from './sine.ts';
import { slice, splitV } from './slice.ts';
import { stridedSlice } from './strided-slice.ts';
import { transform } from './transform.ts';
import { transpose } from './transpose.ts';
import { unaryKernels } from './unary.ts';
import { unsortedSegmentSum } from './unsorted-segment-sum.ts';

/** Every kernel that compiled code of this package computes; a new one is one entry. */
export const ownKernels: readonly OwnKernel[] = [
  adamUpdate,
  addN,
  avgPool,
  avgPool3D,
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
  depthwiseConv2D,
  dropoutMask,
  fill,
  fusedBatchNorm,
  fusedConv2D,
  fusedDepthwiseConv2D,
  fusedMatMul,
  greater,
  identity,
  instanceNorm,
  instanceNormGrad,
  leakyReluGrad,
  maxPool,
  maxPool3D,
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

/** Those in front of stock kernels that give wrong values, and for the most part take only these calls. */
export const mendedKernels: readonly OwnKernel[] = [
  avgPool3DGrad,
  avgPoolGrad,
  conv3D,
  conv3DBackpropFilter,
  conv3DBackpropInput,
  cropAndResize,
  dilation2D,
  dilation2DBackpropFilter,
  dilation2DBackpropInput,
  ...floatOnlyKernels,
  ...kindsOfNumbers,
  gather,
  maxPool3DGrad,
  maxPoolGrad,
  maxPoolWithArgmax,
  oneHot,
  prelu,
  ...placeChecks,
  ...reductionsOfNothing,
  resizeBilinearGrad,
  reverse,
  rotateWithOffset,
  ...scansOfNothing,
  ...sineKernels,
  stridedSlice,
  topKOfNothing,
  transform,
];
