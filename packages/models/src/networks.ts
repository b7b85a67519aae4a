import { type ImageSize, sidesOf } from '@pix2pix-ts/common';
import type { NamedTensors } from '@pix2pix-ts/ops';
import { type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import type {
  AnyDiscriminatorConfig,
  AnyGeneratorConfig,
  LogitMaps,
  Mode,
  OtherSides,
  SummaryRow,
  TensorSpecs,
} from './architecture.ts';
import { keysOf } from './config-fields.ts';
import { discriminators } from './discriminators/index.ts';
import { generators } from './generators/index.ts';
import { type DrawOptions, drawTensors } from './named-tensors.ts';

/** @see initGenerator */
export type InitOptions = DrawOptions & {
  /** All that is drawn follows from it. */
  seed: number;
};

/** Every tensor of a generator by its name, in the order of a file: `down1.weight` ... `final.bias`. */
export function generatorTensors(config: AnyGeneratorConfig): TensorSpecs {
  return generators.get(config.kind).tensors(config);
}

/** Every tensor of a discriminator by its name, in the order of a file. */
export function discriminatorTensors(config: AnyDiscriminatorConfig): TensorSpecs {
  return discriminators.get(config.kind).tensors(config);
}

/**
 * New tensors for a generator: weights ~ N(0, 0.02), biases ~ U(-1/sqrt(fan in), 1/sqrt(fan in)) unless the options say
 * otherwise, each drawn from a stream of its own, so that equal seeds give equal values on every engine.
 *
 * @returns the tensors that `generatorTensors` names; the caller disposes them.
 */
export function initGenerator(config: AnyGeneratorConfig, { seed, ...options }: InitOptions): NamedTensors {
  return drawTensors(generatorTensors(config), options, seed, 'init', 'generator');
}

/** New tensors for a discriminator, drawn as for the generator. @see initGenerator */
export function initDiscriminator(config: AnyDiscriminatorConfig, { seed, ...options }: InitOptions): NamedTensors {
  return drawTensors(discriminatorTensors(config), options, seed, 'init', 'discriminator');
}

/**
 * The generator G: translates images.
 *
 * @param tensors those that `generatorTensors` names, which nobody checks here: `checkTensors` does
 * @param x [B, H, W, inChannels] in [-1, 1], with the sides of `imageSize` or others that {@link generatorSides} allows;
 *   instance norm then has the mean and variance of what is more, or less, of a picture than in training
 * @returns [B, H, W, outChannels] in [-1, 1], owned by the caller; differentiable in tensors and x.
 * @throws if x has another shape.
 */
export function applyGenerator(
  config: AnyGeneratorConfig,
  tensors: NamedTensors,
  x: Tensor4D,
  mode: Mode = {},
): Tensor4D {
  const { kind, imageSize, inChannels } = config;
  const [batch, height, width, channels] = x.shape;
  const own = sidesOf(imageSize);
  const isOwn = height === own.height && width === own.width;
  if (channels !== inChannels || !(isOwn || takesSides(config, width, height))) {
    const expected = [batch, own.height, own.width, inChannels];
    throw new Error(`Expected images of shape [${expected}], got [${x.shape}]. Resize them first.`);
  }
  return tidy(() => generators.get(kind).apply(config, tensors, x, mode));
}

/** The sides that a generator runs at besides its own; undefined where its architecture allows no others. */
export function generatorSides(config: AnyGeneratorConfig): OtherSides | undefined {
  return generators.get(config.kind).otherSides?.(config);
}

function takesSides(config: AnyGeneratorConfig, ...sides: number[]): boolean {
  const others = generatorSides(config);
  return others !== undefined && sides.every((side) => side >= others.least && side % others.step === 0);
}

/**
 * The discriminator D: judges patches of a target image with its condition.
 *
 * @param tensors those that `discriminatorTensors` names, which nobody checks here
 * @param target [B, H, W, targetChannels] in [-1, 1], real or generated
 * @param condition [B, H, W, conditionChannels] in [-1, 1]
 * @returns a map of logits [B, h, w, 1], or one for each scale at which it judges, the full size first; the caller owns them. The
 *   sigmoid of a logit is the probability that its patch is real.
 */
export function applyDiscriminator(
  config: AnyDiscriminatorConfig,
  tensors: NamedTensors,
  target: Tensor4D,
  condition: Tensor4D,
  mode: Mode = {},
): LogitMaps {
  const { apply } = discriminators.get(config.kind);
  const { onFeatures } = mode;
  if (!onFeatures) return tidy(() => apply(config, tensors, target, condition, mode));
  const { logits, features } = tidy(() => {
    const features: Tensor4D[] = [];
    const logits = apply(config, tensors, target, condition, { ...mode, onFeatures: (each) => features.push(each) });
    return { logits, features };
  });
  for (const each of features) onFeatures(each);
  return logits;
}

/** The keys of a generator's configuration, by its architecture. @throws RangeError where nobody knows that */
export function generatorKeys(kind: string): string[] {
  return keysOf(generators.get(kind).schema);
}

/** The keys of a discriminator's configuration, by its architecture. @throws RangeError where nobody knows that */
export function discriminatorKeys(kind: string): string[] {
  return keysOf(discriminators.get(kind).schema);
}

/** Whether an image's logits depend on that image alone: real and generated images may then share a batch. */
export function judgesPerImage(config: AnyDiscriminatorConfig): boolean {
  return discriminators.get(config.kind).perImage(config);
}

/** The generator block by block, from the input's side; nothing is computed, so it needs no engine. */
export function summarizeGenerator(config: AnyGeneratorConfig): SummaryRow[] {
  return generators.get(config.kind).summarize(config);
}

/** The discriminator block by block, for images of this size; its last row is the grid of logits, at the last scale where there are several. */
export function summarizeDiscriminator(config: AnyDiscriminatorConfig, imageSize: ImageSize): SummaryRow[] {
  return discriminators.get(config.kind).summarize(config, imageSize);
}
