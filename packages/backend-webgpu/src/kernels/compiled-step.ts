import type { Work } from '@pix2pix-ts/common/compiled-step';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { CompiledStep } from '../record/compiled-step.ts';
import type { OwnKernel } from './own-kernel.ts';

/** A step that is recorded and played: ({}, { work }) -> { run, settled, dispose }, which are not tensors. */
export const compiledStep: OwnKernel = {
  name: 'CompiledStep',
  covers: 'a function',
  run({ backend, attrs: { work } }) {
    return new CompiledStep(backend, work as Work) as unknown as TensorInfo[];
  },
};
