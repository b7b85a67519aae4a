import { leakyReluGrad, reluGrad, tanhGrad } from './activation-gradients.ts';
import { adamUpdate } from './adam-update.ts';
import { adamUpdateAll } from './adam-update-all.ts';
import { assign } from './assign.ts';
import { batchNorm, batchNormActivation, batchNormActivationGrad, batchNormGrad } from './batch-norm.ts';
import { bceWithLogits, bceWithLogitsGrad } from './bce-with-logits.ts';
import { biasGrad } from './bias.ts';
import { binaryKernels } from './binary.ts';
import { cast } from './cast.ts';
import { changeInMemory } from './change-in-memory.ts';
import { compiledStep } from './compiled-step.ts';
import { conv2D, fusedConv2D } from './convolution.ts';
import { convolutionBlock } from './convolution-block.ts';
import { conv2DBackpropFilter, conv2DBackpropInput } from './convolution-gradients.ts';
import { dropout } from './dropout.ts';
import { dropoutMask } from './dropout-mask.ts';
import { fusedBatchNorm } from './fused-batch-norm.ts';
import { instanceNorm, instanceNormActivation, instanceNormActivationGrad, instanceNormGrad } from './instance-norm.ts';
import { l1Loss, l1LossGrad } from './l1-loss.ts';
import { batchMatMul, fusedMatMul } from './matrix-product.ts';
import type { OwnKernel } from './own-kernel.ts';
import { reductionKernels } from './reduce.ts';
import { resamplePixels } from './resample-pixels.ts';
import { split } from './split.ts';
import { unaryKernels } from './unary.ts';

/** All kernels of this package; a new one is one file and one entry here. */
export const ownKernels: readonly OwnKernel[] = [
  ...binaryKernels,
  ...reductionKernels,
  ...unaryKernels,
  adamUpdate,
  adamUpdateAll,
  assign,
  batchMatMul,
  batchNorm,
  batchNormActivation,
  batchNormActivationGrad,
  batchNormGrad,
  bceWithLogits,
  bceWithLogitsGrad,
  biasGrad,
  cast,
  changeInMemory,
  compiledStep,
  conv2D,
  conv2DBackpropFilter,
  conv2DBackpropInput,
  convolutionBlock,
  dropout,
  dropoutMask,
  fusedBatchNorm,
  fusedConv2D,
  fusedMatMul,
  instanceNorm,
  instanceNormActivation,
  instanceNormActivationGrad,
  instanceNormGrad,
  l1Loss,
  l1LossGrad,
  leakyReluGrad,
  reluGrad,
  resamplePixels,
  split,
  tanhGrad,
];
