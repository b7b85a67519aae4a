import { conv2dTranspose, matMul, reshape, type Tensor4D, tensor2d, tidy, transpose } from '@tensorflow/tfjs-core';

/**
 * Nearest upsampling by 2, then a 3x3 convolution with padding 1: the resize-convolution of Odena et al. 2016,
 * https://distill.pub/2016/deconv-checkerboard. Where the image is flat, so is what it makes of it; a transposed convolution
 * with weights of its own for each of the four places in a 2x2 block of output draws a pattern there.
 *
 * An entry of the 3x3 kernel meets a pixel of the small image at the two doubled rows and columns that it became, so the same
 * numbers come from a transposed 4x4 convolution with stride 2, whose kernel is the 3x3 one spread by a 2x2 box: 16 products
 * for each small pixel and channel pair in place of 36.
 *
 * @param x [B, H, W, Cin]
 * @param weight [3, 3, Cin, Cout]
 * @returns [B, 2H, 2W, Cout], owned by the caller; differentiable in both.
 */
export function resizeConv(x: Tensor4D, weight: Tensor4D): Tensor4D {
  const [batch, height, width] = x.shape;
  const outChannels = weight.shape[3];
  return tidy(() => conv2dTranspose(x, spreadKernel(weight), [batch, 2 * height, 2 * width, outChannels], 2, 'same'));
}

/**
 * The kernel of the transposed convolution with stride 2 and padding 1 that does the same as `resizeConv`.
 *
 * @param weight [3, 3, Cin, Cout]
 * @returns [4, 4, Cout, Cin], owned by the caller; differentiable
 */
export function spreadKernel(weight: Tensor4D): Tensor4D {
  const [, , inChannels, outChannels] = weight.shape;
  return tidy(() => {
    const rows = reshape(weight, [9, inChannels * outChannels]);
    const spread = reshape(matMul(spreadingMatrix(), rows), [4, 4, inChannels, outChannels]);
    return transpose(spread, [0, 1, 3, 2]) as Tensor4D;
  });
}

// Which of the 3 kernel rows the row above, the two own and the row below of a doubled pixel take of it.
const TAKEN = [
  [0, 0, 1],
  [0, 1, 1],
  [1, 1, 0],
  [1, 0, 0],
];

/** [16, 9]: from the 3x3 kernel to the transposed 4x4 one. */
function spreadingMatrix() {
  return tensor2d(TAKEN.flatMap((row) => TAKEN.map((column) => row.flatMap((r) => column.map((c) => r * c)))));
}
