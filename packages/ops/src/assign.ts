import { keep, type Tensor, util } from '@tensorflow/tfjs-core';
import { engineKernel } from './engine-kernel.ts';

/**
 * Gives a tensor that is kept from step to step, such as a running statistic, its next values.
 *
 * Engines may offer the kernel `Assign` ({ target, value } -> nothing), which writes the values in the target's place.
 *
 * @param target is changed, or freed
 * @returns the tensor with the values: `target` where the engine can write in its place, otherwise `value`, which a tidy around it leaves alone.
 * @throws if the two have not the same shape and type.
 */
export function assign<Kept extends Tensor>(target: Kept, value: Kept): Kept {
  if (target.dtype !== value.dtype || !util.arraysEqual(target.shape, value.shape))
    throw new Error(
      `Expected values of type ${target.dtype} and shape [${target.shape}], got ${value.dtype} [${value.shape}]. Reshape them.`,
    );
  const kernel = engineKernel('Assign');
  if (!kernel) {
    target.dispose();
    return keep(value);
  }
  kernel({ target, value }, {});
  return target;
}
