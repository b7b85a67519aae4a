import { leakyReluGrad } from './leaky-relu-grad.ts';
import type { OwnKernel } from './own-kernel.ts';

/** Every kernel of this package; a new one is one entry. */
export const ownKernels: readonly OwnKernel[] = [leakyReluGrad];
