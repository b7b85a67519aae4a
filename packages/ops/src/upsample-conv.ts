import { conv2d, matMul, reshape, type Tensor4D, tensor2d, tidy, transpose } from '@tensorflow/tfjs-core';

/**
 * Nearest upsampling by 2, zero padding of 1 left and 1 top, then a 4x4 convolution with padding 1: the last layer of
 * PyTorch-GAN's generator, without its bias.
 *
 * Each output pixel sees a 4x4 window of the doubled image, that is at most 3x3 different pixels of the small one. So
 * the same numbers come from a 3x3 convolution of the small image to 4 times the channels, one set for each of the four
 * places in a 2x2 block of output, followed by depth-to-space: 36 products a
 * block and channel pair instead of 64, once the entries of the 4x4 kernel that meet the same pixel are added up.
 *
 * @param x [B, H, W, Cin]
 * @param weight [4, 4, Cin, Cout]
 * @returns [B, 2H, 2W, Cout], owned by the caller; differentiable in both.
 */
export function upsampleConv(x: Tensor4D, weight: Tensor4D): Tensor4D {
  const [, , inChannels, outChannels] = weight.shape;
  return tidy(() => {
    const rows = reshape(weight, [16, inChannels * outChannels]);
    const folded = reshape(matMul(foldingMatrix(), rows), [9, 4, inChannels, outChannels]);
    const kernel = reshape(transpose(folded, [0, 2, 1, 3]), [3, 3, inChannels, 4 * outChannels]) as Tensor4D;
    return depthToSpace(conv2d(x, kernel, 1, 'same'));
  });
}

// Which of the 4 kernel rows meet the small image's row above, at and below an output row, for even and odd output rows.
const EVEN = [
  [1, 1, 0, 0],
  [0, 0, 1, 1],
  [0, 0, 0, 0],
];
const ODD = [
  [1, 0, 0, 0],
  [0, 1, 1, 0],
  [0, 0, 0, 1],
];

/** [36, 16]: from the 4x4 kernel to 3x3 places times 2x2 phases (even or odd output row, even or odd column). */
function foldingMatrix() {
  const matrix: number[][] = [];
  for (const row of [0, 1, 2])
    for (const column of [0, 1, 2])
      for (const rowPhase of [EVEN, ODD])
        for (const columnPhase of [EVEN, ODD])
          matrix.push((rowPhase[row] as number[]).flatMap((r) => (columnPhase[column] as number[]).map((c) => r * c)));
  return tensor2d(matrix);
}

/** [B, H, W, 4C] -> [B, 2H, 2W, C] by reshape and transpose, because tfjs has no gradient for its depthToSpace. */
function depthToSpace(x: Tensor4D): Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const phases = reshape(x, [batch * height, width, 2, channels / 2]); // [B*H, W, 2 rows, 2 columns * C]
  return reshape(transpose(phases, [0, 2, 1, 3]), [batch, 2 * height, 2 * width, channels / 4]);
}
