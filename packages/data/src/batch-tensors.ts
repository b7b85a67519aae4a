import { type Tensor4D, tensor4d } from '@tensorflow/tfjs-core';
import type { Batch } from './batches.ts';

/**
 * A batch as tensors of shape `[batch, height, width, channels]` in [-1, 1]. The caller owns
 * both; the batch's arrays must no longer be written to, because an engine may keep them.
 */
export function batchTensors({ input, target, shape, targetShape }: Batch): {
  /** The inputs. */
  input: Tensor4D;
  /** The targets. */
  target: Tensor4D;
} {
  return { input: tensor4d(input, shape), target: tensor4d(target, targetShape) };
}
