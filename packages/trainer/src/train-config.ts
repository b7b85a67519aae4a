import { adversarialLosses, reconstructionLosses } from '@pix2pix-ts/losses';
import { discriminatorConfigSchema, generatorConfigSchema } from '@pix2pix-ts/models';
import * as v from 'valibot';
import { learningRateSchedules } from './learning-rate-schedules.ts';
import { OWN_LOSS } from './own-loss.ts';

const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const decay = v.pipe(v.number(), v.minValue(0), v.ltValue(1));
const wholeFrom = (least: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(least));
const nameOf = <Name extends string>(table: Record<Name, unknown>) => v.picklist(Object.keys(table) as Name[]);

/** What a training configuration must look like; `v.parse(trainConfigSchema, unknown)` checks a stranger's. */
export const trainConfigSchema = v.strictObject({
  generator: generatorConfigSchema,
  discriminator: discriminatorConfigSchema,
  batch: wholeFrom(1),
  learningRate: positive,
  beta1: decay,
  beta2: decay,
  epsilon: positive,
  schedule: nameOf(learningRateSchedules),
  adversarial: nameOf(adversarialLosses),
  reconstruction: nameOf({ ...reconstructionLosses, [OWN_LOSS]: null }),
  lambda: v.pipe(v.number(), v.finite(), v.minValue(0)),
  direction: v.picklist(['AtoB', 'BtoA']),
  flip: v.boolean(),
  jitter: v.nullable(wholeFrom(1)),
  seed: wholeFrom(0),
  translateWithDropout: v.boolean(),
});

/**
 * Everything that decides what a training run computes, but for its data and its length.
 *
 * `learningRate`, `beta1`, `beta2` and `epsilon` are Adam's, for both networks. `jitter` is the side to which images are
 * resized before a random square of the model's size is cut out, or null. `seed` decides the first weights, the order of
 * the images, crops, flips and dropout. `reconstruction` is 'custom' where `train` was given a function. `translateWithDropout` is what the weights are meant for, see `model.safetensors`.
 */
export type TrainConfig = v.InferOutput<typeof trainConfigSchema>;

/**
 * Checks a stranger's configuration.
 *
 * @throws one line that names the first field that is missing, unknown or impossible.
 */
export function parseConfig(config: unknown): TrainConfig {
  const result = v.safeParse(trainConfigSchema, config);
  if (result.success) return withFittingJitter(result.output);
  const [issue] = result.issues;
  throw new RangeError(
    `Expected a training configuration, got one whose ${v.getDotPath(issue)} is wrong: ${issue.message}.`,
  );
}

function withFittingJitter(config: TrainConfig): TrainConfig {
  const { jitter, generator } = config;
  if (jitter !== null && jitter < generator.imageSize)
    throw new RangeError(
      `Expected jitter of at least the model's image size ${generator.imageSize}, got ${jitter}. Raise it, or leave it out.`,
    );
  return config;
}
