import type { NamedTensors } from '@pix2pix-ts/ops';
import { add, div, minimum, mul, type Scalar, sqrt, square, stack, sum } from '@tensorflow/tfjs-core';

/**
 * Gradients of a norm of at most `most`, taken over all of them together, as PyTorch's clip_grad_norm_ clips:
 * g min(1, most / (|g| + 1e-6)).
 *
 * @param most null: they come back as they are
 * @returns new tensors, or the same; those that were given stay the caller's
 */
export function clipGradients(gradients: NamedTensors, most: number | null): NamedTensors {
  if (most === null) return gradients;
  const squares = Object.values(gradients).map((gradient) => sum(square(gradient)) as Scalar);
  const norm = sqrt(sum(stack(squares)));
  const factor = minimum(div(most, add(norm, 1e-6)), 1);
  return Object.fromEntries(Object.entries(gradients).map(([name, gradient]) => [name, mul(gradient, factor)]));
}
