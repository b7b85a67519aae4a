import type { NamedTensors } from '@pix2pix-ts/ops';
import {
  add,
  addN,
  div,
  maxPool,
  mean,
  mul,
  sqrt,
  square,
  sub,
  sum,
  type Tensor1D,
  type Tensor4D,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
import type { TensorSpecs } from '../architecture.ts';
import { applyFrozen, type FrozenConvolution, frozenTensors } from './frozen-convolution.ts';

/** What images in [-1, 1] have subtracted, and are divided by: ImageNet's mean and deviation on that scale. */
const SHIFT = [-0.03, -0.088, -0.188];
const SCALE = [0.458, 0.448, 0.45];
/** The square of what keeps a division by zero away. */
const TINY = 1e-20;

/** AlexNet's convolutions (Krizhevsky 2014, "one weird trick"), with the pool before each. */
const LAYERS: readonly (FrozenConvolution & { readonly pooled?: true })[] = [
  { name: 'conv1', kernel: [11, 11], stride: 4, padding: 2, inChannels: 3, outChannels: 64 },
  { name: 'conv2', kernel: [5, 5], padding: 'same', inChannels: 64, outChannels: 192, pooled: true },
  { name: 'conv3', kernel: [3, 3], padding: 'same', inChannels: 192, outChannels: 384, pooled: true },
  { name: 'conv4', kernel: [3, 3], padding: 'same', inChannels: 384, outChannels: 256 },
  { name: 'conv5', kernel: [3, 3], padding: 'same', inChannels: 256, outChannels: 256 },
];

/** The shortest side in pixels of images that LPIPS can compare. */
export const LPIPS_LEAST = 31;

/** Every tensor of LPIPS with AlexNet: its five convolutions, and the weight of each of their channels, `lin1` ... `lin5`. */
export function lpipsTensors(): TensorSpecs {
  return Object.assign(
    {},
    ...LAYERS.map((layer, i) => ({
      ...frozenTensors(layer),
      [`lin${i + 1}`]: { shape: [layer.outChannels], init: { constant: 0 }, trained: false },
    })),
  );
}

/**
 * The learned perceptual distance of Zhang et al. (2018), version 0.1 with AlexNet: the squared differences of features of unit
 * length, weighted by channel, as a mean over the places of each layer, summed over five layers. 0 of equal images; most are
 * below 1.
 *
 * @param tensors those that `lpipsTensors` names, which nobody checks here
 * @param images [B, H, W, 3] in [-1, 1], of at least 31 pixels a side
 * @param targets as many of the same size
 * @returns [B], owned by the caller; differentiable in both.
 * @throws RangeError where the shapes differ, or a side is too short
 */
export function lpipsDistance(tensors: NamedTensors, images: Tensor4D, targets: Tensor4D): Tensor1D {
  const [, height, width] = images.shape;
  if (images.shape.join() !== targets.shape.join())
    throw new RangeError(`Expected images of one shape, got [${images.shape}] and [${targets.shape}]. Resize one.`);
  if (Math.min(height, width) < LPIPS_LEAST)
    throw new RangeError(
      `Expected images of at least ${LPIPS_LEAST}x${LPIPS_LEAST} for LPIPS, got ${width}x${height}. Use larger ones.`,
    );
  return tidy(() => {
    const [ofImages, ofTargets] = [unitFeatures(tensors, images), unitFeatures(tensors, targets)];
    const distances = ofImages.map((features, i) => {
      const weighted = mul(square(sub(features, ofTargets[i] as Tensor4D)), tensors[`lin${i + 1}`] as Tensor1D);
      return mean(sum(weighted, 3), [1, 2]); // [B]
    });
    return addN(distances) as Tensor1D;
  });
}

/** What each convolution makes, [B, h, w, C], every place of length 1. */
function unitFeatures(tensors: NamedTensors, images: Tensor4D): Tensor4D[] {
  let x = div(sub(images, tensor1d(SHIFT)), tensor1d(SCALE)) as Tensor4D;
  return LAYERS.map((layer) => {
    if (layer.pooled) x = maxPool(x, 3, 2, 'valid');
    x = applyFrozen(layer, tensors, x);
    // Inside the root, so that the gradient is finite where all features are 0.
    return div(x, sqrt(add(sum(square(x), 3, true), TINY)));
  });
}
