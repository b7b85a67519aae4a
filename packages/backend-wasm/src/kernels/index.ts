import { adamUpdate } from './adam-update.ts';
import { binaryKernels } from './binary.ts';
import { conv2D, fusedConv2D } from './convolution.ts';
import { conv2DBackpropFilter } from './convolution-filter-gradient.ts';
import { conv2DBackpropInput } from './convolution-input-gradient.ts';
import { identity } from './identity.ts';
import { instanceNorm } from './instance-norm.ts';
import { instanceNormGrad } from './instance-norm-grad.ts';
import { leakyReluGrad } from './leaky-relu-grad.ts';
import { batchMatMul, fusedMatMul } from './matrix-product.ts';
import type { OwnKernel } from './own-kernel.ts';
import { reluGrad } from './relu-grad.ts';
import { unaryKernels } from './unary.ts';

/** Every kernel of this package; a new one is one entry. */
export const ownKernels: readonly OwnKernel[] = [
  adamUpdate,
  batchMatMul,
  ...binaryKernels,
  conv2D,
  conv2DBackpropFilter,
  conv2DBackpropInput,
  fusedConv2D,
  fusedMatMul,
  identity,
  instanceNorm,
  instanceNormGrad,
  leakyReluGrad,
  reluGrad,
  ...unaryKernels,
];
