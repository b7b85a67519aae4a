import type * as common from '@pix2pix-ts/common/own-kernel';

import type { TrainableBackendWebGPU } from '../backend.ts';

export { isFloat } from '@pix2pix-ts/common/own-kernel';

/** A kernel of this package. */
export type OwnKernel = common.OwnKernel<TrainableBackendWebGPU>;

/** What tfjs hands to a kernel. */
export type KernelCall = common.KernelCall<TrainableBackendWebGPU>;
