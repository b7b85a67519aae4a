import { type EngineKernel, engineKernel } from '@pix2pix-ts/common/engine-kernel';
import { reshape, type Tensor, type Tensor3D, tensor, tidy } from '@tensorflow/tfjs-core';
import { columnsComeFirst } from './resize.ts';
import { FRACTION_BITS, resizeWeights } from './resize-weights.ts';

/** Resizes an int32 tensor [H, W, C] of 0 .. 255 to [height, width, C], which the caller owns. */
export type EngineResize = (image: Tensor3D, width: number, height: number) => Tensor3D;

/**
 * {@link resize} for pictures whose values are on the engine, to the same bytes. `undefined` where the engine has no kernel
 * `ResamplePixels`, as only @pix2pix-ts/backend-webgpu does: elsewhere values are read and resized.
 */
export function engineResize(): EngineResize | undefined {
  const kernel = engineKernel('ResamplePixels');
  if (kernel === undefined) return undefined;
  return (image, width, height) =>
    tidy(() => {
      const [fromHeight, fromWidth] = image.shape;
      return columnsComeFirst({ width: fromWidth, height: fromHeight }, width, height)
        ? resizeRows(kernel, resizeColumns(kernel, image, height), width)
        : resizeColumns(kernel, resizeRows(kernel, image, width), height);
    });
}

function resizeRows(kernel: EngineKernel, image: Tensor3D, width: number): Tensor3D {
  return resample(kernel, image, width) as Tensor3D;
}

function resizeColumns(kernel: EngineKernel, image: Tensor3D, height: number): Tensor3D {
  const [fromHeight, width, channels] = image.shape;
  const resized = resample(kernel, reshape(image, [1, fromHeight, width * channels]), height);
  return reshape(resized, [height, width, channels]);
}

/** Lines [outer, from, inner] to [outer, to, inner]. */
function resample(kernel: EngineKernel, x: Tensor, to: number): Tensor {
  const from = x.shape[1] as number;
  if (from === to) return reshape(x, x.shape);
  const { first, weights, stride } = resizeWeights(from, to);
  const inputs = { x, first: tensor(first), weights: tensor(weights, [to, stride]) };
  return kernel(inputs, { fractionBits: FRACTION_BITS })[0] as Tensor;
}
