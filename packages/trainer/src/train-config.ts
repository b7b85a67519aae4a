import { CHANNELS, directions, longerSide, precisions } from '@pix2pix-ts/common';
import { preprocesses } from '@pix2pix-ts/data';
import { ganLosses, type ReconstructionLossName, reconstructionLosses } from '@pix2pix-ts/losses';
import { metrics } from '@pix2pix-ts/metrics';
import {
  discriminatorConfigSchema,
  generatorConfigSchema,
  nameIn,
  storedPictures,
  weightInits,
} from '@pix2pix-ts/models';
import * as v from 'valibot';
import { checkNetworks } from './check-networks.ts';
import { OWN_LOSS } from './own-loss.ts';
import { learningRateSchedules } from './schedules/learning-rate-schedules.ts';

const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const decay = v.pipe(v.number(), v.minValue(0), v.ltValue(1));
const factor = v.pipe(v.number(), v.gtValue(0), v.maxValue(1));
const wholeFrom = (least: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(least));
const reconstruction = v.custom<ReconstructionLossName>(
  (name) => name === OWN_LOSS || reconstructionLosses.has(name),
  ({ input }) => reconstructionLosses.complaint(input),
);

/** What a training configuration must look like; `v.parse(trainConfigSchema, unknown)` checks an untrusted one. */
export const trainConfigSchema = v.strictObject({
  /** The network that translates. */
  generator: generatorConfigSchema,
  /** The network that judges, and is not needed after training. */
  discriminator: discriminatorConfigSchema,
  /** Images per step, from 1. */
  batch: wholeFrom(1),
  /** Adam's, of both networks, above 0; `schedule` may lower it. */
  learningRate: positive,
  /** Adam's decay of the gradients' running mean, from 0 and below 1. */
  beta1: decay,
  /** Adam's decay of the squared gradients' running mean, from 0 and below 1. */
  beta2: decay,
  /** Added by Adam to the root of the second moment; above 0. */
  epsilon: positive,
  /** The name of what the learning rate does over the steps, see `learningRateSchedules`. */
  schedule: nameIn(learningRateSchedules),
  /** The discriminator's own learning rate, above 0; null: `learningRate` too. @default null */
  discriminatorLearningRate: v.optional(v.nullable(positive), null),
  /** Steps over which both learning rates rise from almost zero, in a straight line, whatever the schedule. @default 0 */
  warmUp: v.optional(wholeFrom(0), 0),
  /** The share of the run after which the schedule `linear` begins to fall, from 0 and below 1. @default 0.5 */
  decayFrom: v.optional(decay, 0.5),
  /** After which share of the run the schedule `step` lowers the rate, again and again; above 0 and up to 1. @default 0.25 */
  decayEvery: v.optional(factor, 0.25),
  /** What the schedules `step` and `plateau` multiply the rate by each time, above 0 and up to 1. @default 0.1 */
  decayFactor: v.optional(factor, 0.1),
  /** So many evaluations in a row without a better metric the schedule `plateau` bears; one more lowers the rate. @default 5 */
  patience: v.optional(wholeFrom(0), 5),
  /** The name of the metric on held-out pairs that says which weights are the best, see `metrics`. @default 'l1' */
  metric: v.optional(nameIn(metrics), 'l1'),
  /** The name of the GAN loss, see `ganLosses`. */
  adversarial: nameIn(ganLosses),
  /** How far below 1 the discriminator's label of real images is, 0 to 0.5, with a GAN loss that takes it. @default 0 */
  labelSmoothing: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(0.5)), 0),
  /** The weight of the distance between D's features of generated and real pairs, from 0; 10 in pix2pixHD. @default 0 */
  featureMatching: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0)), 0),
  /** The weight of the perceptual distance, a function that `train` is given, from 0. @default 0 */
  perceptual: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0)), 0),
  /** So many generated images are kept, for the discriminator to see some of them again; 0: none. @default 0 */
  pool: v.optional(v.pipe(wholeFrom(0), v.maxValue(1000)), 0),
  /** In how many parts, one after the other, a step's images are processed; their gradients are added up. @default 1 */
  accumulate: v.optional(wholeFrom(1), 1),
  /** The largest norm of each network's gradients, above 0; null: they are not clipped. @default null */
  clip: v.optional(v.nullable(positive), null),
  /** The decay of the moving average of the generator's weights, which then is the model, below 1; 0: there is none. @default 0 */
  ema: v.optional(decay, 0),
  /** Steps at the beginning in which only the discriminator moves. @default 0 */
  headStart: v.optional(wholeFrom(0), 0),
  /** The name of the loss between output and target; 'custom' where `train` was given a function. */
  reconstruction,
  /** The weight of the reconstruction relative to the adversarial loss, from 0. */
  lambda: v.pipe(v.number(), v.finite(), v.minValue(0)),
  /** Which half of a pair is the input, and which the target. */
  direction: v.picklist(directions),
  /** Whether half of the pairs are mirrored, left and right. */
  flip: v.boolean(),
  /** How pairs of another size get to the model's, see `preprocesses` of data. @default 'resize_and_crop' */
  preprocess: v.optional(v.picklist(preprocesses), 'resize_and_crop'),
  /** Whether the pairs come in the order of their names, in place of a random one. @default false */
  serialBatches: v.optional(v.boolean(), false),
  /**
   * The longer side in pixels to which images are resized before a random part of the model's size is cut out; null: none
   * is.
   */
  jitter: v.nullable(wholeFrom(1)),
  /** Pairs are made smaller by a random factor between these two, above 0 and up to 1. @default [1, 1] */
  scale: v.optional(
    v.pipe(
      v.tuple([factor, factor]),
      v.check(([least, most]) => least <= most, 'expected the smaller factor first'),
    ),
    [1, 1],
  ),
  /** Whether pairs that `scale` made smaller are put anywhere in the model's image, in place of its middle. @default false */
  shift: v.optional(v.boolean(), false),
  /** The share of the inputs, from 0 to 1, that get dots and short strokes of the target's colours. @default 0 */
  hints: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0),
  /**
   * How pictures become channels where they are read as they are stored; null: they are colours of 8 bits. @default null
   */
  pictures: v.optional(v.nullable(storedPictures), null),
  /** The name of how the kernels of both networks are drawn at the beginning, see `weightInits`. @default 'normal' */
  initType: v.optional(nameIn(weightInits), 'normal'),
  /** What the initial kernels are scaled by, above 0; null: 0.02 of `normal`, 1 of the others. @default null */
  initGain: v.optional(v.nullable(positive), null),
  /** What biases begin with: random values as PyTorch has them by itself, or zero as in the code of junyanz. @default 'uniform' */
  initBias: v.optional(v.picklist(['uniform', 'zero']), 'uniform'),
  /** Decides the initial weights, the order of the images, crops, flips and dropout; an integer from 0. */
  seed: wholeFrom(0),
  /** Whether the weights are meant to be used with dropout, as the paper's noise. */
  translateWithDropout: v.boolean(),
  /**
   * What batch norm divides by when the model translates: the running statistics, or the image's own, as with a batch of
   * one in training. @default 'running'
   */
  translateStatistics: v.optional(v.picklist(['running', 'image']), 'running'),
  /** What the engine, which has to be started for it, rounds to fewer bits than float32 has. @default 'float32' */
  precision: v.optional(v.picklist(precisions), 'float32'),
});

/** Everything that decides what a training run computes, except for its data and its length. */
export type TrainConfig = v.InferOutput<typeof trainConfigSchema>;

/**
 * Checks an untrusted configuration.
 *
 * @throws one line that names the first field that is missing, unknown or impossible.
 */
export function parseConfig(config: unknown): TrainConfig {
  const result = v.safeParse(trainConfigSchema, config);
  if (result.success) return consistent(result.output);
  const [issue] = result.issues;
  throw new RangeError(
    `Expected a training configuration, got one whose ${v.getDotPath(issue)} is wrong: ${issue.message}.`,
  );
}

function consistent(config: TrainConfig): TrainConfig {
  const { batch, accumulate, adversarial, labelSmoothing } = config;
  if (batch % accumulate !== 0)
    throw new RangeError(
      `Expected a batch that ${accumulate} parts can share, got ${batch}. Make the batch a multiple of accumulate.`,
    );
  if (labelSmoothing > 0 && !ganLosses.get(adversarial).takesSmoothing)
    throw new RangeError(
      `Expected a GAN loss that has labels with labelSmoothing, got '${adversarial}'. Use bce or lsgan, or leave labelSmoothing out.`,
    );
  checkNetworks(config, batch / accumulate);
  const { jitter, generator } = config;
  const longer = longerSide(generator.imageSize);
  if (jitter !== null && jitter < longer)
    throw new RangeError(
      `Expected jitter of at least the longer side of the model's images, ${longer}, got ${jitter}. Raise it, or leave it out.`,
    );
  if (config.preprocess !== 'resize_and_crop' && config.scale[0] < 1)
    throw new RangeError(
      `Expected no scale with the preprocess '${config.preprocess}', got ${config.scale.join(' to ')}. Leave one of them out.`,
    );
  const { inChannels, outChannels } = config.generator;
  if (config.hints > 0 && (inChannels !== CHANNELS || outChannels !== CHANNELS || config.pictures))
    throw new RangeError(
      `Expected colours of 8 bits with hints, got pictures of ${inChannels} and ${outChannels} channels as they are stored. Leave hints out.`,
    );
  if (config.perceptual > 0 && outChannels !== CHANNELS)
    throw new RangeError(
      `Expected targets of ${CHANNELS} channels with a perceptual weight, got ${outChannels}. Leave perceptual out.`,
    );
  if (config.shift && config.scale[0] === 1)
    throw new RangeError(
      'Expected a scale below 1 with shift, got 1: nothing can be moved. Add a scale such as 0.4 to 1, or leave shift out.',
    );
  return config;
}
