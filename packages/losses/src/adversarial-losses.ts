import {
  abs,
  add,
  customGrad,
  exp,
  log1p,
  mean,
  mul,
  neg,
  relu,
  type Scalar,
  sigmoid,
  sub,
  type Tensor,
} from '@tensorflow/tfjs-core';

/** Judges logits: how far they are from calling every patch real, or every patch fake. */
export type AdversarialLoss = (logits: Tensor, real: boolean) => Scalar;

/**
 * Binary cross-entropy of sigmoid(x) against all ones (real) or all zeros (fake), from the logits x, so that it stays
 * finite where a float32 sigmoid saturates: the mean of log(1 + exp(-x)) for real and of log(1 + exp(x)) for fake.
 *
 * @param logits of any shape
 * @returns a scalar in nats, owned by the caller; differentiable in the logits.
 */
export function bceWithLogits(logits: Tensor, real: boolean): Scalar {
  const op = customGrad((x, save) => {
    const input = x as Tensor;
    (save as (tensors: Tensor[]) => void)([input]);
    // log(1 + exp(z)) as max(z, 0) + log1p(exp(-|z|)): nothing overflows, and small values keep their digits.
    const z = real ? neg(input) : input;
    const value = mean(add(relu(z), log1p(exp(neg(abs(input))))));
    const gradFunc = (dy: Tensor, [saved]: Tensor[]) => {
      const probability = sigmoid(saved as Tensor);
      return mul(real ? sub(probability, 1) : probability, mul(dy, 1 / input.size));
    };
    return { value, gradFunc };
  });
  return op(logits) as Scalar;
}

/** The adversarial losses by name; a new one is one entry here. */
export const adversarialLosses = {
  /** Binary cross-entropy, as in the paper. */
  bce: bceWithLogits,
} as const satisfies Record<string, AdversarialLoss>;

/** The name of an adversarial loss. */
export type AdversarialLossName = keyof typeof adversarialLosses;
