import { adamUpdate } from './adam-update.ts';
import { binaryKernels } from './binary.ts';
import { concat } from './concat.ts';
import { conv2D, fusedConv2D } from './convolution.ts';
import { conv2DBackpropFilter } from './convolution-filter-gradient.ts';
import { conv2DBackpropInput } from './convolution-input-gradient.ts';
import { identity } from './identity.ts';
import { instanceNorm } from './instance-norm.ts';
import { instanceNormGrad } from './instance-norm-grad.ts';
import { leakyReluGrad } from './leaky-relu-grad.ts';
import { batchMatMul, fusedMatMul } from './matrix-product.ts';
import type { OwnKernel } from './own-kernel.ts';
import { padV2 } from './pad.ts';
import { depthToSpace, resizeNearestNeighbor } from './rearrange.ts';
import { mean, sum } from './reduce.ts';
import { reluGrad } from './relu-grad.ts';
import { slice, splitV } from './slice.ts';
import { transpose } from './transpose.ts';
import { unaryKernels } from './unary.ts';
import { unsortedSegmentSum } from './unsorted-segment-sum.ts';

/** Every kernel of this package; a new one is one entry. */
export const ownKernels: readonly OwnKernel[] = [
  adamUpdate,
  batchMatMul,
  ...binaryKernels,
  concat,
  conv2D,
  conv2DBackpropFilter,
  conv2DBackpropInput,
  depthToSpace,
  fusedConv2D,
  fusedMatMul,
  identity,
  instanceNorm,
  instanceNormGrad,
  leakyReluGrad,
  mean,
  padV2,
  reluGrad,
  resizeNearestNeighbor,
  slice,
  splitV,
  sum,
  transpose,
  ...unaryKernels,
  unsortedSegmentSum,
];
