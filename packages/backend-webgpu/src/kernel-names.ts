import { ownKernels } from './kernels/index.ts';

/** The names of the kernels that this package computes itself, in alphabetical order; all others are the stock backend's. */
export function kernelNames(): string[] {
  return ownKernels.map(({ name }) => name).sort();
}
