import type { Tensor } from '@tensorflow/tfjs-core';
import type { Stop } from '../record/recording.ts';
import type { OwnKernel } from './own-kernel.ts';

/**
 * Has JavaScript change float32 values in the middle of a step that is being recorded: ([x, ...], { change }) -> as many new
 * tensors, for those that it takes over. It gives none, and leaves them alone, where none is recorded, and in a page, where
 * values cannot be waited for.
 */
export const changeInMemory: OwnKernel = {
  name: 'ChangeInMemory',
  covers: 'float32 tensors and a function',
  run({ backend, inputs, attrs: { change } }) {
    const { recording, canReadNow } = backend;
    return recording && canReadNow ? recording.stop(inputs as unknown as Tensor[], change as Stop['change']) : [];
  },
};
