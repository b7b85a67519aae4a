import type { Tensor } from '@tensorflow/tfjs-core';
import type { ImageLike } from '../image.ts';

/**
 * The picture of a tensor [height, width, 3 or 4] of dtype int32, from 0 to 255; the tensor stays the caller's.
 *
 * @throws TypeError for another dtype, RangeError for another shape or other values, Error for a disposed tensor
 */
export async function readTensor(tensor: Tensor): Promise<ImageLike> {
  const { dtype, shape, isDisposed } = tensor;
  if (isDisposed) throw new Error('Expected a tensor with values, got one that is disposed. Translate it before that.');
  if (dtype !== 'int32') {
    throw new TypeError(
      `Expected a tensor of dtype int32, from 0 to 255, got ${dtype}. Convert it: floats from 0 to 1 with cast(round(mul(tensor, 255)), 'int32').`,
    );
  }
  const [height, width, channels] = shape;
  if (shape.length !== 3 || (channels !== 3 && channels !== 4)) {
    const remedy =
      shape.length === 4 && shape[0] === 1 ? 'Take its one picture: squeeze(tensor, [0]).' : 'Pass RGB or RGBA.';
    throw new RangeError(
      `Expected a tensor of shape [height, width, 3] or [height, width, 4], got [${shape}]. ${remedy}`,
    );
  }
  const values = await tensor.data<'int32'>();
  const outside = values.find((value) => value < 0 || value > 255);
  if (outside !== undefined) {
    throw new RangeError(
      `Expected values from 0 to 255 in the tensor, got ${outside}. Clip them: clipByValue(tensor, 0, 255).`,
    );
  }
  return { data: Uint8ClampedArray.from(values), width: width as number, height: height as number };
}
