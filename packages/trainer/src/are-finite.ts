import type { NamedTensors } from '@pix2pix-ts/ops';
import { all, isFinite as isFiniteEach, stack, tidy } from '@tensorflow/tfjs-core';

/** Whether no entry of these tensors is infinite or not a number. */
export async function areFinite(tensors: NamedTensors): Promise<boolean> {
  const finite = tidy(() => {
    const each = Object.values(tensors).map((tensor) => tidy(() => all(isFiniteEach(tensor))));
    return all(stack(each));
  });
  const [answer] = await finite.data();
  finite.dispose();
  return answer === 1;
}
