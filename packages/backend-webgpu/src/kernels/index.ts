import { leakyReluGrad, reluGrad } from './activation-gradients.ts';
import { adamUpdate } from './adam-update.ts';
import { assign } from './assign.ts';
import { batchNorm, batchNormGrad } from './batch-norm.ts';
import { compiledStep } from './compiled-step.ts';
import { dropoutMask } from './dropout-mask.ts';
import { instanceNorm, instanceNormActivation, instanceNormActivationGrad, instanceNormGrad } from './instance-norm.ts';
import type { OwnKernel } from './own-kernel.ts';

/** All kernels of this package; a new one is one file and one entry here. */
export const ownKernels: readonly OwnKernel[] = [
  adamUpdate,
  assign,
  batchNorm,
  batchNormGrad,
  compiledStep,
  dropoutMask,
  instanceNorm,
  instanceNormActivation,
  instanceNormActivationGrad,
  instanceNormGrad,
  leakyReluGrad,
  reluGrad,
];
