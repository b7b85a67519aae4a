import { mul, type Tensor4D, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { convolution } from './convolution.ts';

/**
 * Halves an image: each pixel is the mean of 3x3, at a stride of 2 and with a padding of 1 that does not count, as PyTorch's
 * `AvgPool2d(3, stride=2, padding=1, count_include_pad=False)`. It is a convolution divided by the numbers of pixels, because
 * TensorFlow.js's own gradient divides by 9 at the edges too, and TensorFlow has no such padding.
 *
 * @param x [B, H, W, C] of few channels: each of them meets all the others
 * @returns [B, ceil(H / 2), ceil(W / 2), C], owned by the caller; differentiable in x.
 */
export function averagePool(x: Tensor4D): Tensor4D {
  const [, height, width, channels] = x.shape;
  return tidy(() => {
    const sums = convolution(x, ownChannel(channels), { stride: 2, padding: { before: 1, after: 1 } });
    return mul(sums, shares(height, width));
  });
}

/** [3, 3, C, C]: ones from each channel to itself. */
function ownChannel(channels: number): Tensor4D {
  const place = Array.from({ length: channels * channels }, (_, i) => (i % (channels + 1) === 0 ? 1 : 0));
  return tensor4d(new Array(9).fill(place).flat(), [3, 3, channels, channels]);
}

/** [1, ceil(H / 2), ceil(W / 2), 1]: 1 divided by how many of a window's pixels are in the image. */
function shares(height: number, width: number): Tensor4D {
  const [rows, columns] = [counts(height), counts(width)];
  const values = rows.flatMap((row) => columns.map((column) => 1 / (row * column)));
  return tensor4d(values, [1, rows.length, columns.length, 1]);
}

/** How many of the places 2 i - 1, 2 i and 2 i + 1 there are, for each window i. */
function counts(size: number): number[] {
  return Array.from({ length: Math.ceil(size / 2) }, (_, i) => Math.min(2 * i + 2, size) - Math.max(2 * i - 1, 0));
}
