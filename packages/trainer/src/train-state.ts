import { encodeModelMetadata, type ModelMetadata, parseModelMetadata, writerOf } from '@pix2pix-ts/models';
import type { NamedTensors } from '@pix2pix-ts/ops';
import * as v from 'valibot';
import { type HeldOutStanding, standingSchema } from './held-out/standing.ts';
import { type TrainConfig, trainConfigSchema } from './train-config.ts';
import { stateTensors, type TrainingState, translatingTensors } from './training-state.ts';

/** The format that this version writes and reads. */
const FORMAT = 'pix2pix-ts-state/1';

/** Tensors and texts by name, as a safetensors file holds them. */
export type SavedTensors = {
  /** The trainer's own, valid until the next step. */
  tensors: NamedTensors;
  /** The texts by key. */
  metadata: Record<string, string>;
};

/** Where a run is: after `step` steps, when `position` images of its data were consumed. */
export type TrainPosition = {
  /** What the run computes. */
  config: TrainConfig;
  /** Steps that are done. */
  step: number;
  /** Images of the data that were consumed. */
  position: number;
  /** What the evaluations on held-out pairs have come to; undefined before the first. */
  standing?: HeldOutStanding | undefined;
};

/** How a model came about, beyond what its configuration says. */
export type Provenance = {
  /** For people and tools to read: the data set's name, the preset. Free JSON. @default {} */
  about?: Record<string, unknown>;
  /** The licence of the data and so of what is made from it. @default '' */
  licence?: string;
  /** The program and its version that trains, such as `pix2pix 0.1.0`. @default none */
  writtenBy?: string | undefined;
};

/**
 * Everything that is needed to continue as if training had never stopped. Order, crops, flips and dropout are drawn by
 * (seed, step, place), and how often each optimizer has moved follows from the step, so there are no further streams or
 * counts to keep.
 *
 * @returns the networks' own tensors, valid until the next step.
 */
export function saveState(state: TrainingState, position: TrainPosition, provenance: Provenance): SavedTensors {
  return { tensors: stateTensors(state), metadata: stateTexts(position, provenance) };
}

/**
 * The texts of a state at this position of a run, checked as `parseState` checks them.
 *
 * @throws what that does
 */
export function stateTexts(
  { config, step, position, standing }: TrainPosition,
  { writtenBy }: Provenance = {},
): Record<string, string> {
  const fields = Object.entries({ config, step, position, ...(standing && { standing }) });
  const texts = {
    format: FORMAT,
    ...Object.fromEntries(fields.map(([name, value]) => [name, JSON.stringify(value)])),
    ...(writtenBy && { writtenBy }),
  };
  parseState(texts);
  return texts;
}

/** Everything that is needed to use the generator. The tensors are its own, valid until the next step. */
export function saveModel(state: TrainingState, position: TrainPosition, provenance: Provenance): SavedTensors {
  return { tensors: translatingTensors(state), metadata: modelTexts(position, provenance) };
}

/**
 * The texts of the model's file at this position of a run, checked as whoever loads it will check them.
 *
 * @throws an error of one line where nobody could read them, as with a licence that is not text
 */
export function modelTexts(
  { config, step }: TrainPosition,
  { about = {}, licence = '', writtenBy }: Provenance,
): Record<string, string> {
  const {
    generator: network,
    discriminator,
    direction,
    translateWithDropout,
    translateStatistics,
    pictures,
    ...training
  } = config;
  const metadata: ModelMetadata = {
    generator: network,
    direction,
    dropout: translateWithDropout ? 'on' : 'off',
    ...(translateStatistics === 'image' && { statistics: translateStatistics }),
    ...(config.hints > 0 && { hints: 'spread' }),
    ...(pictures && { pictures }),
    training: { ...about, steps: step, ...training, discriminator },
    licence,
    writtenBy,
  };
  const texts = encoded(metadata);
  parseModelMetadata(texts);
  return texts;
}

function encoded(metadata: ModelMetadata): Record<string, string> {
  try {
    return encodeModelMetadata(metadata);
  } catch (error) {
    const [reason] = (error as Error).message.split('\n');
    throw new TypeError(
      `Expected about to be JSON, got something else: ${reason}. Leave out what JSON cannot express.`,
      {
        cause: error,
      },
    );
  }
}

const json = v.pipe(v.string(), v.parseJson());
const count = v.pipe(json, v.number(), v.safeInteger(), v.minValue(0));

const stateSchema = v.object({
  format: v.literal(FORMAT, `Expected a state of format '${FORMAT}'`),
  config: v.pipe(json, trainConfigSchema),
  step: count,
  position: count,
  standing: v.optional(v.pipe(json, standingSchema)),
});

/**
 * Reads back the texts that `saveState` wrote, trusting nothing; others are ignored.
 *
 * @throws one line that names the field, if one is missing, is not JSON, or has an impossible value.
 */
export function parseState(metadata: Record<string, string>): TrainPosition {
  const result = v.safeParse(stateSchema, metadata);
  if (!result.success) {
    const [issue] = result.issues;
    const where = v.getDotPath(issue) ?? 'metadata';
    throw new Error(
      `Expected the state of a run, got a file whose ${where} is wrong: ${issue.message}.${writerOf(metadata)}`,
    );
  }
  const { config, step, position, standing } = result.output;
  return { config, step, position, standing };
}
