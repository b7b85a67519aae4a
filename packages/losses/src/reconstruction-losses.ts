import { abs, customGrad, mean, mul, type Scalar, sign, sub, type Tensor, tidy } from '@tensorflow/tfjs-core';

/** How far an output is from its target. */
export type ReconstructionLoss = (output: Tensor, target: Tensor) => Scalar;

/**
 * The mean absolute error, mean(|output - target|).
 *
 * @param output of the target's shape
 * @returns a scalar, owned by the caller; differentiable in both, with slope 0 where they are equal, as in PyTorch.
 */
export function l1(output: Tensor, target: Tensor): Scalar {
  return tidy(() => meanAbsolute(sub(output, target)));
}

/** mean(|x|). The gradient of TensorFlow.js's own `abs` is -1 at 0. */
function meanAbsolute(difference: Tensor): Scalar {
  const op = customGrad((x, save) => {
    const input = x as Tensor;
    (save as (tensors: Tensor[]) => void)([input]);
    const gradFunc = (dy: Tensor, [saved]: Tensor[]) => mul(sign(saved as Tensor), mul(dy, 1 / input.size));
    return { value: mean(abs(input)), gradFunc };
  });
  return op(difference) as Scalar;
}

/** The reconstruction losses by name; a new one is one entry here. */
export const reconstructionLosses = {
  /** The mean absolute error, as in the paper. */
  l1,
} as const satisfies Record<string, ReconstructionLoss>;

/** The name of a reconstruction loss. */
export type ReconstructionLossName = keyof typeof reconstructionLosses;
