import { leakyReluGrad, reluGrad } from './activation-gradients.ts';
import { adamUpdate } from './adam-update.ts';
import { binaryKernels } from './binary.ts';
import { cast } from './cast.ts';
import type { OwnKernel } from './own-kernel.ts';
import { unaryKernels } from './unary.ts';

/** All kernels of this package; a new one is one file and one entry here. */
export const ownKernels: readonly OwnKernel[] = [
  adamUpdate,
  leakyReluGrad,
  reluGrad,
  cast,
  ...binaryKernels,
  ...unaryKernels,
];
