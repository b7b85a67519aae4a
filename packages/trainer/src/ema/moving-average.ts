import { assign, type NamedTensors } from '@pix2pix-ts/ops';
import { add, mul, type Scalar, sub, type Tensor, tidy } from '@tensorflow/tfjs-core';

/**
 * How much of the average stays at the update after `updates` of them: `decay`, but less at first, so that the random weights
 * of the beginning are soon forgotten: min(decay, (1 + updates) / (10 + updates)), as in TensorFlow's ExponentialMovingAverage.
 */
export function decayAt(decay: number, updates: number): number {
  return Math.min(decay, (1 + updates) / (10 + updates));
}

/** An average that begins with these weights, in memory of its own. @returns tensors owned by the caller */
export function startAverage(params: NamedTensors): NamedTensors {
  return Object.fromEntries(Object.entries(params).map(([name, param]) => [name, mul(param, 1)]));
}

/**
 * Moves an average towards the weights: average = decay average + (1 - decay) weights, each in its place.
 *
 * @param decay a tensor, because it changes from step to step, and a compiled step takes only tensors that do
 */
export function moveAverage(average: NamedTensors, params: NamedTensors, decay: Scalar): void {
  for (const [name, param] of Object.entries(params)) {
    const before = average[name] as Tensor;
    average[name] = tidy(() => assign(before, add(param, mul(sub(before, param), decay))));
  }
}
