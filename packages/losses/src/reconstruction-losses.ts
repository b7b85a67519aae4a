import { createTable, type NameOf } from '@pix2pix-ts/common';
import { type EngineKernel, engineKernel } from '@pix2pix-ts/common/engine-kernel';
import {
  abs,
  clipByValue,
  customGrad,
  getGradient,
  mean,
  minimum,
  mul,
  neg,
  registerGradient,
  type Scalar,
  sign,
  square,
  sub,
  type Tensor,
  tidy,
  util,
} from '@tensorflow/tfjs-core';

/** How far an output is from its target. */
export type ReconstructionLoss = (output: Tensor, target: Tensor) => Scalar;

/**
 * The mean absolute error, mean(|output - target|). Engines may offer the kernels `L1Loss` ({ output, target } -> loss [])
 * and `L1LossGrad` ({ dy, output, target } -> dOutput).
 *
 * @param output of the target's shape
 * @returns a scalar, owned by the caller; differentiable in both, with slope 0 where they are equal, as in PyTorch.
 */
export function l1(output: Tensor, target: Tensor): Scalar {
  const [kernel, gradKernel] = [engineKernel('L1Loss'), engineKernel('L1LossGrad')];
  if (kernel && gradKernel && areAlike(output, target)) {
    registerL1Gradient(gradKernel);
    return kernel({ output, target }, {})[0] as Scalar;
  }
  // The gradient of TensorFlow.js's own `abs` is -1 at 0.
  return tidy(() => meanOf(sub(output, target), abs, sign));
}

function areAlike(output: Tensor, target: Tensor): boolean {
  return output.dtype === 'float32' && target.dtype === 'float32' && util.arraysEqual(output.shape, target.shape);
}

/** As TensorFlow.js has its own gradients, so that the target's is computed only where somebody asks for it. */
function registerL1Gradient(gradKernel: EngineKernel): void {
  if (getGradient('L1Loss')) return;
  registerGradient({
    kernelName: 'L1Loss',
    inputsToSave: ['output', 'target'],
    gradFunc: (dy, saved) => {
      const [output, target] = saved as [Tensor, Tensor];
      const slope = () => gradKernel({ dy: dy as Tensor, output, target }, {})[0] as Tensor;
      return { output: slope, target: () => neg(slope()) };
    },
  });
}

/**
 * The mean squared error, mean((output - target)^2).
 *
 * @param output of the target's shape
 * @returns a scalar, owned by the caller; differentiable in both.
 */
export function l2(output: Tensor, target: Tensor): Scalar {
  return tidy(() => meanOf(sub(output, target), square, (difference) => mul(difference, 2)));
}

/**
 * The mean of Huber's function with its bend at 1, as PyTorch's smooth_l1_loss: d^2 / 2 where the difference d is below 1,
 * and |d| - 1/2 beyond. Images in [-1, 1] differ by at most 2.
 *
 * @param output of the target's shape
 * @returns a scalar, owned by the caller; differentiable in both.
 */
export function smoothL1(output: Tensor, target: Tensor): Scalar {
  const bent = (difference: Tensor) => {
    const distance = abs(difference);
    const inner = minimum(distance, 1);
    return mul(inner, sub(distance, mul(inner, 0.5)));
  };
  return tidy(() => meanOf(sub(output, target), bent, (difference) => clipByValue(difference, -1, 1)));
}

/** The mean of a function of the difference, whose slope is given. */
function meanOf(difference: Tensor, value: (x: Tensor) => Tensor, slope: (x: Tensor) => Tensor): Scalar {
  const op = customGrad((x, save) => {
    const input = x as Tensor;
    (save as (tensors: Tensor[]) => void)([input]);
    const gradFunc = (dy: Tensor, [saved]: Tensor[]) => mul(slope(saved as Tensor), mul(dy, 1 / input.size));
    return { value: mean(value(input)), gradFunc };
  });
  return op(difference) as Scalar;
}

/** The name of a reconstruction loss: `l1`, `l2`, `smooth-l1`, or one of yours. */
export type ReconstructionLossName = NameOf<'l1' | 'l2' | 'smooth-l1'>;

/** The reconstruction losses by name. `reconstructionLosses.add('mine', loss)` adds one of yours. */
export const reconstructionLosses = /* @__PURE__ */ createTable<ReconstructionLoss, 'l1' | 'l2' | 'smooth-l1'>(
  'a reconstruction loss',
  {
    l1,
    l2,
    'smooth-l1': smoothL1,
  },
);
