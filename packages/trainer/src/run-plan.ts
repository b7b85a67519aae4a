import { writerOf } from '@pix2pix-ts/models';
import * as v from 'valibot';
import { presetName, presets } from './presets.ts';
import type { SavedTensors } from './train-state.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** The plan's key among a state's texts. */
const FIELD = 'plan';

/** What a run's plan must look like. A key that is added later has a default. */
const planSchema = v.strictObject({
  /** Where the pairs are, as it was given. */
  data: v.string(),
  /** The name of the preset that the run began with. */
  preset: v.pipe(
    v.string(),
    v.transform((name) => presetName(name) ?? name),
    v.picklist(Object.keys(presets) as (keyof typeof presets)[]),
  ),
  /** Steps in all; null: what the preset's epochs come to. */
  steps: v.nullable(count),
  /** Passes over the pairs that take the place of the preset's; undefined: those. */
  epochs: v.optional(count),
  /** The first so many pairs of each split alone are used; undefined: all. */
  maxDatasetSize: v.optional(count),
  /** On how many of the pairs it is trained; null: all. */
  overfit: v.nullable(count),
  /** Whether pairs that cannot be read are left out. */
  skipBad: v.boolean(),
  /** Steps between two checkpoints. */
  saveEvery: count,
  /** Steps between two sets of samples. */
  sampleEvery: count,
  /** Steps between two readings of the losses. */
  logEvery: count,
  /** Steps between two evaluations on held-out pairs; undefined: there are none. */
  evalEvery: v.optional(count),
  /** Evaluations in a row without a better metric after which training stops; undefined: it does not. */
  stopAfter: v.optional(count),
  /** The model whose generator the run began with, and that model's licence; undefined: it began with random weights. */
  init: v.optional(v.strictObject({ model: v.string(), licence: v.string() })),
  /** What it was trained on last; undefined before it begins. */
  engine: v.optional(v.strictObject({ name: v.string(), description: v.string(), threads: v.optional(count) })),
  /** How many pairs it was trained on; undefined before it begins. */
  pairs: v.optional(count),
});

/**
 * How a run goes about its work, beyond what it computes; kept in its state, so that a resume goes about it in the same way.
 */
export type RunPlan = Readonly<v.InferOutput<typeof planSchema>>;

/** A checkpoint's state with the plan among its texts, so that the command line can continue it, wherever it began. */
export function withPlan(state: SavedTensors, plan: RunPlan): SavedTensors {
  return { ...state, metadata: { ...state.metadata, [FIELD]: JSON.stringify(plan) } };
}

/**
 * Reads back what `withPlan` wrote, trusting nothing.
 *
 * @throws one line that names the field, if one is missing, unknown or has an impossible value
 */
export function parsePlan(metadata: Record<string, string>): RunPlan {
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), planSchema), metadata[FIELD]);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Error(
    `Expected the plan of a run, got one whose ${v.getDotPath(issue) ?? FIELD} is wrong: ${issue.message}.${writerOf(metadata)}`,
  );
}
