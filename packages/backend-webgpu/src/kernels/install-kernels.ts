import { kernelInstaller } from '@pix2pix-ts/common/own-kernel';
import type { TrainableBackendWebGPU } from '../backend.ts';
import { BACKEND_NAME } from './backend-name.ts';
import { ownKernels } from './index.ts';

const install = kernelInstaller<TrainableBackendWebGPU>(BACKEND_NAME, {
  // Stock kernels cast integers to float32 among themselves by a new name for the same values, which only they take.
  takes: ({ backend, inputs }) => Object.values(inputs).every((tensor) => !tensor || backend.isAsItSays(tensor)),
});

/** Registers our kernels in place of the stock ones, which take the calls that ours do not cover. */
export function installKernels(): void {
  install(ownKernels);
}
