import { concat, reverse, slice, type Tensor4D, tidy } from '@tensorflow/tfjs-core';

/**
 * Pads each image by its own mirror image, which does not repeat the edge: `abcd` padded by 2 is `cbabcdcb`. It is put
 * together from slices because TensorFlow.js's own `mirrorPad` has a wrong gradient: it drops what flows into the margins.
 *
 * @param x [B, H, W, C]
 * @param before rows at the top and columns at the left; less than H and W
 * @param after rows at the bottom and columns at the right
 * @returns [B, before + H + after, before + W + after, C], owned by the caller; differentiable in x.
 * @throws RangeError if the image is too small to mirror that much of it
 */
export function reflectPad(x: Tensor4D, before: number, after: number = before): Tensor4D {
  const [, height, width] = x.shape;
  const most = Math.max(before, after);
  if (most >= Math.min(height, width))
    throw new RangeError(
      `Expected an image of more than ${most} pixels a side to mirror ${most} of them, got ${height} x ${width}. Use larger images.`,
    );
  return tidy(() => mirrored(mirrored(x, 1, before, after), 2, before, after));
}

/** Mirrored along one axis. */
function mirrored(x: Tensor4D, axis: 1 | 2, before: number, after: number): Tensor4D {
  const size = x.shape[axis];
  const part = (from: number, length: number): Tensor4D => {
    const begin: [number, number, number, number] = [0, 0, 0, 0];
    const extent: [number, number, number, number] = [...x.shape];
    begin[axis] = from;
    extent[axis] = length;
    return reverse(slice(x, begin, extent), axis);
  };
  const parts = [x];
  if (before > 0) parts.unshift(part(1, before));
  if (after > 0) parts.push(part(size - 1 - after, after));
  return concat(parts, axis);
}
