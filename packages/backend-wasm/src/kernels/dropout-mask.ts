import { util } from '@tensorflow/tfjs-core';
import type { KernelArguments } from '../threads/kernel-arguments.ts';
import type { OwnKernel } from './own-kernel.ts';

/**
 * Zeros where a draw is below the rate, otherwise ones, each image of the batch from a state of its own: ({}, { shape,
 * rate, states }) -> y. The draws are the lower 32 bits of xoroshiro128+, as numbers from 0 to 1; a state is four words,
 * and `states` has those of all images one after the other.
 */
export const dropoutMask: OwnKernel = {
  name: 'DropoutMask',
  covers: 'a state of four words for each image',
  run({ backend, attrs }) {
    const { shape, rate, states } = attrs as { shape: number[]; rate: number; states: number[] };
    const images = shape[0] as number;
    if (states.length !== 4 * images) return undefined;
    const y = backend.makeOutput(shape, 'float32');
    const size = util.sizeFromShape(shape.slice(1));
    const yAt = backend.addressOf(y);
    // A state's draws come one after the other: each image is a thread's.
    for (let first = 0; first < images; first += backend.threads.count) {
      const count = Math.min(backend.threads.count, images - first);
      const calls = Array.from({ length: count }, (_, i): KernelArguments<'dropoutMask'> => {
        const image = first + i;
        const word = (place: number) => states[4 * image + place] as number;
        return [yAt + 4 * size * image, size, word(0), word(1), word(2), word(3), rate];
      });
      backend.threads.run('dropoutMask', calls);
    }
    return y;
  },
};
