import { util } from '@tensorflow/tfjs-core';
import type { Values } from './run-kernel.ts';

/**
 * Whole numbers from -4 to 4: sums of products of a few thousand of them are exact in float32 in any order, so that two
 * backends must agree to the last bit.
 */
export function wholeNumbers(shape: number[], seed: number): Values {
  let state = seed >>> 0 || 1;
  const values = Float32Array.from({ length: util.sizeFromShape(shape) }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return ((state >>> 16) % 9) - 4;
  });
  return { shape, values };
}
