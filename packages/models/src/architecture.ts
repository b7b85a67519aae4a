import type { ImageSize } from '@pix2pix-ts/common';
import type { Changing, NamedTensors } from '@pix2pix-ts/ops';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type * as v from 'valibot';

/** How a tensor's first values are drawn: N(mean, normal^2), U(-uniform, uniform), or all of them the same. */
export type Init =
  | {
      /** The standard deviation. */
      normal: number;
      /** @default 0 */
      mean?: number;
    }
  | {
      /** The bound on both sides of 0. */
      uniform: number;
    }
  | {
      /** The value. */
      constant: number;
    };

/** One tensor of a network. */
export type TensorSpec = {
  /** In TensorFlow.js's layout: [height, width, in, out] of a convolution, [height, width, out, in] of a transposed one. */
  shape: readonly number[];
  /** Its first values. */
  init: Init;
  /** Whether an optimizer moves it; what it does not move is a running statistic, which training moves by itself. */
  trained: boolean;
  /** The axis that counts output channels: an 8-bit copy has a scale for each. A tensor without one keeps its floats. */
  outputAxis?: number;
};

/** The tensors of a network by their names, such as `down2.weight` and `down2.norm.mean`. */
export type TensorSpecs = Record<string, TensorSpec>;

/**
 * What dropout does: nothing; draw masks from a seed, an image's mask depending on (seed, step, layer, place) alone; or
 * use these masks, one [B, H, W, C] of ones and zeros for each layer that drops.
 */
export type DropoutChoice =
  | 'off'
  | {
      /** Of the masks; another seed gives other ones. */
      seed: Changing<number>;
      /** Of the training; a function of a compiled step asks for it each time. @default 0 */
      step?: Changing<number>;
      /** The position of the first image in the full batch, where this is a part of it. @default 0 */
      firstPlace?: number;
    }
  | {
      /** By the names of the layers that drop; they stay the caller's. */
      masks: Record<string, Tensor4D>;
    };

/** How a network runs: as in training, or as in translation. */
export type Mode = {
  /** @default 'off' */
  dropout?: DropoutChoice;
  /**
   * What a norm with running statistics divides by: the running ones, or the batch's own, as in training. A norm without
   * any does not look at it. @default 'running'
   */
  statistics?: Statistics;
  /**
   * Receives the running statistics as this batch updates them, by their names; it keeps the tensors that it wants, the
   * others are freed. Only with the batch's own statistics. @default none: they are not computed
   */
  onMovedStatistics?: (moved: NamedTensors) => void;
  /** Receives what each block of a discriminator but its last makes, [B, h, w, C], in their order; the caller then owns them. */
  onFeatures?: (features: Tensor4D) => void;
};

/** Running statistics, or the batch's own. */
export type Statistics = 'running' | 'batch';

/** One line of a summary: what a block consists of, its output [H, W, C] for one image, and its parameters. */
export type SummaryRow = {
  /** The block's. */
  name: string;
  /** What runs in it, in words. */
  layers: string;
  /** [H, W, C] of one image. */
  outputShape: [number, number, number];
  /** How many numbers are trained. */
  parameters: number;
  /** The name of the norm that runs in it, which sees values of that height and width. */
  norm?: string;
};

/** What every generator's configuration has, in addition to the settings of its architecture. */
export type AnyGeneratorConfig = {
  /** The architecture's name. */
  kind: string;
  /** The size of the images, in pixels: a number where they are square. */
  imageSize: ImageSize;
  /** Channels of the input. */
  inChannels: number;
  /** Channels of the output. */
  outChannels: number;
  /** The architecture's own. */
  [measure: string]: unknown;
};

/** What every architecture says of its networks. */
export type Architecture<Config> = {
  /** Checks an untrusted configuration. A key that a later version adds has a default, so that older files stay valid. */
  schema: v.GenericSchema<unknown, Config>;
  /** Every tensor that the network has, in the order of a file. */
  tensors(config: Config): TensorSpecs;
};

/** A generator's architecture: everything that is known about it. */
export type GeneratorArchitecture<Config extends AnyGeneratorConfig> = Architecture<Config> & {
  /**
   * [B, H, W, inChannels] in [-1, 1] to [B, H, W, outChannels] in [-1, 1], of `imageSize` or of sides that `otherSides`
   * allows.
   */
  apply(config: Config, tensors: NamedTensors, x: Tensor4D, mode: Mode): Tensor4D;
  /** The network block by block, from the input's side. */
  summarize(config: Config): SummaryRow[];
  /** The sides in pixels that its networks also run at, in any combination. @default none: only `imageSize` */
  otherSides?(config: Config): OtherSides;
};

/** Sides of images in pixels: the multiples of `step` from `least` on. */
export type OtherSides = {
  /** What a side is a multiple of. */
  readonly step: number;
  /** The shortest side. */
  readonly least: number;
};

/** What every discriminator's configuration has, in addition to the settings of its architecture. */
export type AnyDiscriminatorConfig = {
  /** The architecture's name. */
  kind: string;
  /** Channels of the image that the generator was given. */
  conditionChannels: number;
  /** Channels of the image that is judged. */
  targetChannels: number;
  /** The architecture's own. */
  [measure: string]: unknown;
};

/** A discriminator's logits: a map [B, h, w, 1] for each scale at which it judges, most at one. Each map has a loss of its own. */
export type LogitMaps = [Tensor4D, ...Tensor4D[]];

/** A discriminator's architecture. */
export type DiscriminatorArchitecture<Config extends AnyDiscriminatorConfig> = Architecture<Config> & {
  /** Target [B, H, W, targetChannels] and condition [B, H, W, conditionChannels] to logits, [[B, h, w, 1]] or several such. */
  apply(config: Config, tensors: NamedTensors, target: Tensor4D, condition: Tensor4D, mode: Mode): LogitMaps;
  /** The network block by block for images of this size; a row of less than one pixel says that they are too small. */
  summarize(config: Config, imageSize: ImageSize): SummaryRow[];
  /** Whether an image's logits depend on that image alone: real and generated images may then share a batch. */
  perImage(config: Config): boolean;
};
