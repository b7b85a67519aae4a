import { leakyReluGrad, reluGrad, tanhGrad } from './activation-gradients.ts';
import { adamUpdate } from './adam-update.ts';
import { adamUpdateAll } from './adam-update-all.ts';
import { assign } from './assign.ts';
import { batchNorm, batchNormGrad } from './batch-norm.ts';
import { bceWithLogits, bceWithLogitsGrad } from './bce-with-logits.ts';
import { biasGrad, conv2DBias } from './bias.ts';
import { compiledStep } from './compiled-step.ts';
import { dropout } from './dropout.ts';
import { dropoutMask } from './dropout-mask.ts';
import { instanceNorm, instanceNormActivation, instanceNormActivationGrad, instanceNormGrad } from './instance-norm.ts';
import type { OwnKernel } from './own-kernel.ts';
import { split } from './split.ts';

/** All kernels of this package; a new one is one file and one entry here. */
export const ownKernels: readonly OwnKernel[] = [
  adamUpdate,
  adamUpdateAll,
  bceWithLogits,
  bceWithLogitsGrad,
  biasGrad,
  conv2DBias,
  dropout,
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
  split,
  tanhGrad,
];
