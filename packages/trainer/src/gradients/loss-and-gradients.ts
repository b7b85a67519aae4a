import '../register-gradients.ts'; // here and not in train.ts, which a bundler leaves out where only trainStep is used
import type { NamedTensors } from '@pix2pix-ts/ops';
import { type Scalar, type Tensor, valueAndGrads } from '@tensorflow/tfjs-core';

/** A loss, and its gradient for each parameter by name; the caller owns the tensors. */
export type LossAndGradients = { loss: Scalar; gradients: NamedTensors };

/**
 * The value of a function of named parameters, and its gradients.
 *
 * @throws if the loss does not depend on one of the parameters.
 */
export function lossAndGradients(params: NamedTensors, loss: (params: NamedTensors) => Scalar): LossAndGradients {
  const names = Object.keys(params);
  const byName = (tensors: Tensor[]): NamedTensors =>
    Object.fromEntries(names.map((name, i) => [name, tensors[i] as Tensor]));
  const { value, grads } = valueAndGrads((...tensors: Tensor[]) => loss(byName(tensors)))(Object.values(params));
  return { loss: value as Scalar, gradients: byName(grads) };
}
