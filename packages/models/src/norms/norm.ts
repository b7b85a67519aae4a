import type { FusibleActivation, NamedTensors } from '@pix2pix-ts/ops';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Statistics, TensorSpecs } from '../architecture.ts';

/** A normalisation, which comes between a convolution and its activation. */
export type Norm = {
  /** Whether an image is normalised by its own values alone, and so does not depend on the batch that it is in. */
  perImage: boolean;
  /** Whether it adds an offset to each channel, so that a bias before it would do nothing. */
  addsOffset: boolean;
  /** The tensors that it has for that many channels, by names of its own: `scale`, `mean`. */
  tensors(channels: number): TensorSpecs;
  /** [B, H, W, C] to the same shape. */
  apply(x: Tensor4D, tensors: NamedTensors, mode: NormMode): Tensor4D;
  /**
   * The same and the activation after it, for a norm whose operation takes that along, as some engines compute both at
   * once. @default `apply`, and then the activation
   */
  applyActivated?(x: Tensor4D, tensors: NamedTensors, mode: NormMode, activation: FusibleActivation): Tensor4D;
};

/** @see Mode, with the norm's own names */
export type NormMode = {
  /** What it divides by, where it has both. */
  statistics: Statistics;
  /** Is given its running statistics as this batch moves them. */
  onMovedStatistics?: ((moved: NamedTensors) => void) | undefined;
};
