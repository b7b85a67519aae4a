import { type Tensor4D, tensor4d } from '@tensorflow/tfjs-core';
import type { Batch } from './batches.ts';

/**
 * A batch as tensors of shape `[batch, imageSize, imageSize, 3]` in [-1, 1]: `a` is the input and `b` the target. The
 * caller owns both; the batch's arrays must not be written to any more, because an engine may keep them.
 */
export function batchTensors({ a, b, shape }: Batch): {
  /** The inputs. */
  a: Tensor4D;
  /** The targets. */
  b: Tensor4D;
} {
  return { a: tensor4d(a, shape), b: tensor4d(b, shape) };
}
