import { leakyReluGrad, reluGrad } from './activation-gradients.ts';
import { adamUpdate } from './adam-update.ts';
import { conv2D, fusedConv2D } from './convolution.ts';
import { conv2DBackpropFilter, conv2DBackpropInput } from './convolution-gradients.ts';
import { batchMatMul, fusedMatMul } from './matrix-product.ts';
import type { OwnKernel } from './own-kernel.ts';

/** All kernels of this package; a new one is one file and one entry here. */
export const ownKernels: readonly OwnKernel[] = [
  adamUpdate,
  batchMatMul,
  conv2D,
  conv2DBackpropFilter,
  conv2DBackpropInput,
  fusedConv2D,
  fusedMatMul,
  leakyReluGrad,
  reluGrad,
];
