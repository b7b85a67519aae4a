import { add, mean, type Scalar, sqrt, square, sub, type Tensor, tidy } from '@tensorflow/tfjs-core';

/** Where the loss turns from a square into an absolute value. */
const EPSILON = 0.01;

/**
 * The Charbonnier loss, mean(sqrt((output - target)^2 + epsilon^2)): an L1 that is smooth at 0 (Lai et al. 2017, section
 * 3.2). TensorFlow.js derives its gradient.
 *
 * @param output of the target's shape
 */
export function charbonnier(output: Tensor, target: Tensor): Scalar {
  return tidy(() => mean(sqrt(add(square(sub(output, target)), EPSILON ** 2))));
}
