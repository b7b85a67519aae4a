import type { NamedTensors } from '@pix2pix-ts/ops';
import { all, isFinite as isFiniteEach, stack, type Tensor, tidy } from '@tensorflow/tfjs-core';

/** Whether no entry of these tensors is infinite or not a number. */
export async function areFinite(tensors: NamedTensors): Promise<boolean> {
  const finite = allFinite(tensors);
  const [answer] = await finite.data();
  finite.dispose();
  return answer === 1;
}

/** The same as a scalar on the engine, 1 or 0, which the caller owns. */
export function allFinite(tensors: NamedTensors): Tensor {
  return tidy(() => {
    const each = Object.values(tensors).map((tensor) => tidy(() => all(isFiniteEach(tensor))));
    return all(stack(each));
  });
}
