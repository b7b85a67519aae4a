import { adamUpdate } from './adam-update.ts';
import { identity } from './identity.ts';
import { instanceNorm } from './instance-norm.ts';
import { instanceNormGrad } from './instance-norm-grad.ts';
import { leakyReluGrad } from './leaky-relu-grad.ts';
import type { OwnKernel } from './own-kernel.ts';
import { reluGrad } from './relu-grad.ts';

/** Every kernel of this package; a new one is one entry. */
export const ownKernels: readonly OwnKernel[] = [
  adamUpdate,
  identity,
  instanceNorm,
  instanceNormGrad,
  leakyReluGrad,
  reluGrad,
];
