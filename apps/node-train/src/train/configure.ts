import { longerSide } from '@pix2pix-ts/common';
import { FileError, UsageError } from '@pix2pix-ts/common/node';
import type { StoredReading } from '@pix2pix-ts/data/node';
import { discriminatorKeys, generatorKeys, storedPictures, writerOf } from '@pix2pix-ts/models';
import {
  parseConfig,
  presetName,
  presets,
  type RunPlan,
  type TrainConfig,
  trainConfigSchema,
} from '@pix2pix-ts/trainer';
import * as v from 'valibot';
import { suggest } from '../cli/nearest.ts';
import { parseJson } from '../files/parse-json.ts';
import { readSmallInput } from '../files/read-small-input.ts';
import { type ToldChannels, toldChannels } from '../pairs/stored-channels.ts';
import { type InitialModel, readInitialModel } from './initial-model.ts';
import type { TrainFlags } from './train-options.ts';

/** What a new run is to do: what it computes, and how it goes about it. */
export type Configured = {
  readonly config: TrainConfig;
  readonly plan: RunPlan;
  /** The model that is fine-tuned; undefined where the run begins with random weights. */
  readonly initial?: InitialModel | undefined;
};

type Values = Record<string, unknown>;

/** Steps of the discriminator alone before a generator is fine-tuned, where there is time for them. */
const MOST_HEAD_START = 500;

/** Keys of a configuration file in addition to those of {@link TrainConfig}. */
const PLAN_KEYS = [
  'preset',
  'steps',
  'epochs',
  'maxDatasetSize',
  'overfit',
  'skipBad',
  'saveEvery',
  'sampleEvery',
  'logEvery',
  'evalEvery',
  'stopAfter',
] as const;
/** What a run's config.json also says; read back, it says nothing new. */
const INFORMATIVE_KEYS = ['data', 'init', 'engine', 'licence', 'pairs', 'writtenBy'];

/**
 * A new run's configuration: the preset, then the file of `--config`, then what flags of other code bases stand for, then the
 * flags, each over the one before.
 *
 * @throws UsageError of one line for a file that is not JSON, and for keys or values that are not valid
 */
export async function configure(flags: TrainFlags & { data: string }, asked: Values = {}): Promise<Configured> {
  const file = flags.config === undefined ? {} : await readConfig(flags.config);
  const preset = flags.preset ?? presetOf(file);
  const config = presets[preset].config;
  const ofFile = merged(fieldsOf(file, Object.keys(trainConfigSchema.entries)), asked);
  const filters = flags.filters === undefined ? {} : { filters: flags.filters };
  const own: Values = {
    batch: flags.batch,
    learningRate: flags.lr,
    lambda: flags.lambda,
    schedule: flags.schedule,
    discriminatorLearningRate: flags.lrDiscriminator,
    warmUp: flags.warmUp,
    decayFrom: flags.decayFrom,
    decayEvery: flags.decayEvery,
    decayFactor: flags.decayFactor,
    patience: flags.patience,
    metric: flags.metric,
    headStart: flags.headStart,
    featureMatching: flags.featureMatching,
    perceptual: flags.perceptual,
    ema: flags.ema,
    accumulate: flags.accumulate,
    clip: flags.clip,
    pool: flags.pool,
    labelSmoothing: flags.labelSmoothing,
    initType: flags.initType,
    initGain: flags.initGain,
    seed: flags.seed,
    precision: flags.precision,
    direction: flags.direction,
    preprocess: flags.preprocess,
    serialBatches: flags.serialBatches,
    jitter: flags.jitter ?? ('jitter' in ofFile ? undefined : jitterFor(flags, config)),
    scale: flags.scale,
    shift: flags.shift,
    hints: flags.hints,
    // Whether a few pairs can be learnt by heart shows sooner without their mirror images.
    flip: flags.flip ?? (flags.overfit === undefined ? undefined : false),
    generator: { ...filters, imageSize: flags.size },
    discriminator: filters,
  };
  const plan = planOf({ ...flags, preset }, file);
  const initial = flags.init === undefined ? undefined : await readInitialModel(flags.init, flags);
  const given = initial
    ? merged(initial.config, {
        headStart: Math.min(MOST_HEAD_START, Math.floor((plan.steps ?? MOST_HEAD_START * 10) / 10)),
      })
    : {};
  const below = merged(withKindsOf(ofFile, config), ofFile);
  const values = merged({ ...below, ...given }, own);
  const reading = readingOf(flags, file);
  const direction = values.direction === 'BtoA' ? 'BtoA' : 'AtoB';
  const told = reading && (await toldChannels(flags.data, reading, direction));
  if (told && initial) requireSameChannels(initial, told);
  const parsed = parseConfig(told ? merged(values, told) : values);
  requireEvaluations(parsed, plan);
  return { config: parsed, plan: initial ? { ...plan, init: initial.told } : plan, initial };
}

/** How pictures are read as they are stored, where that is asked for; undefined where they are colours. */
function readingOf({ channels, inputs, pages }: TrainFlags, file: Values): StoredReading | undefined {
  const isAsked = inputs !== undefined || pages !== undefined;
  if (isAsked && channels !== undefined && channels !== 'stored')
    throw new UsageError(
      `Expected --channels stored with ${inputs ? '--inputs' : '--pages'}, got ${channels}. Leave one of them out.`,
    );
  if (channels === 'lab') return { lab: true };
  if (channels === 'colour' || !(channels === 'stored' || isAsked || isRecord(file.pictures))) return undefined;
  const { inputs: named, pages: paged, lab } = isRecord(file.pictures) ? file.pictures : {};
  const reading = { inputs: inputs ?? named, pages: pages ?? paged, lab };
  const { depth: _, ...rest } = { ...parseStored({ ...withoutUndefined(reading), depth: 8 }) };
  return rest;
}

/** @throws UsageError of one line where a configuration's `pictures` are wrong */
function parseStored(value: Values) {
  const { success, output, issues } = v.safeParse(storedPictures, value);
  if (success) return output;
  throw new UsageError(`Expected pictures to be how pictures are read, got others: ${issues[0].message}. Change it.`);
}

function withoutUndefined(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function requireSameChannels({ config: { generator }, told: { model } }: InitialModel, told: ToldChannels): void {
  const { inChannels, outChannels } = told.generator;
  if (generator.inChannels === inChannels && generator.outChannels === outChannels) return;
  throw new UsageError(
    `Expected pictures of ${generator.inChannels} and ${generator.outChannels} channels, as ${model} has, got ${inChannels} and ${outChannels}. Convert them, or leave --channels out.`,
  );
}

/** The preset's jitter in proportion where another size is asked for, and none where nothing is resized to it. */
function jitterFor({ size, preprocess }: TrainFlags, { jitter, generator }: TrainConfig): number | null | undefined {
  if (preprocess === 'crop' || preprocess === 'none') return null;
  if (size === undefined || jitter === null) return undefined;
  return Math.round((jitter * longerSide(size)) / longerSide(generator.imageSize));
}

function requireEvaluations({ schedule }: TrainConfig, { evalEvery, stopAfter }: RunPlan): void {
  if (evalEvery !== undefined || (schedule !== 'plateau' && stopAfter === undefined)) return;
  const what = schedule === 'plateau' ? "the schedule 'plateau'" : '--stop-after';
  throw new UsageError(
    `Expected --eval-every with ${what}, got none: the metric on held-out pairs decides what it does. Add --eval-every 500, for example.`,
  );
}

function planOf(flags: TrainFlags & { data: string; preset: RunPlan['preset'] }, file: Values): RunPlan {
  if (flags.steps !== undefined && flags.epochs !== undefined)
    throw new UsageError('Expected --steps or --epochs, got both: each says how long a run is. Leave one of them out.');
  const whole = (key: Exclude<(typeof PLAN_KEYS)[number], 'preset' | 'skipBad'>): number | undefined => {
    const value = flags[key] ?? file[key] ?? undefined;
    if (value === undefined || (Number.isSafeInteger(value) && (value as number) > 0)) return value as number;
    throw new UsageError(`Expected ${key} to be a whole number above 0, got ${JSON.stringify(value)}. Change it.`);
  };
  return {
    data: flags.data,
    preset: flags.preset,
    // Epochs on the line are asked for in place of the file's steps.
    steps: flags.epochs === undefined ? (whole('steps') ?? null) : null,
    epochs: whole('epochs'),
    maxDatasetSize: whole('maxDatasetSize'),
    overfit: whole('overfit') ?? null,
    skipBad: flags.skipBad ?? file.skipBad === true,
    saveEvery: whole('saveEvery') ?? 1000,
    sampleEvery: whole('sampleEvery') ?? 500,
    logEvery: whole('logEvery') ?? 10,
    evalEvery: whole('evalEvery'),
    stopAfter: whole('stopAfter'),
  };
}

/** A configuration file: an object whose keys are known. */
async function readConfig(path: string): Promise<Values> {
  const text = await readSmallInput(path).catch((error) => {
    throw new FileError('read', path, error);
  });
  const file = parseObject(text, path);
  const writer = writerOf({ writtenBy: typeof file.writtenBy === 'string' ? file.writtenBy : '' });
  checkKeys(file, [...Object.keys(trainConfigSchema.entries), ...PLAN_KEYS, ...INFORMATIVE_KEYS], path, writer);
  for (const [name, network] of Object.entries(file).filter(([key]) => key in NETWORK_KEYS))
    if (isRecord(network))
      checkKeys(network, keysOfNetwork(name as keyof typeof NETWORK_KEYS, network), `${name} of ${path}`, writer);
  return file;
}

const NETWORK_KEYS = { generator: generatorKeys, discriminator: discriminatorKeys };

/** What a network's configuration may have: the keys of its architecture, which is the preset's unless given. */
function keysOfNetwork(
  name: keyof typeof NETWORK_KEYS,
  { kind = presets['pytorch-gan'].config[name].kind }: Values,
): string[] {
  try {
    return NETWORK_KEYS[name](String(kind));
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
}

/** The preset, its networks without what those of the file's architectures do not have. */
function withKindsOf(file: Values, config: TrainConfig): Values {
  const fitting = (name: keyof typeof NETWORK_KEYS) => {
    const own = file[name];
    return isRecord(own) && own.kind !== undefined ? fieldsOf(config[name], keysOfNetwork(name, own)) : config[name];
  };
  return { ...config, generator: fitting('generator'), discriminator: fitting('discriminator') };
}

function parseObject(text: string, path: string): Values {
  try {
    const file: unknown = parseJson(text);
    if (isRecord(file)) return file;
  } catch (error) {
    throw new UsageError(`Expected JSON in ${path}, got other text: ${(error as Error).message}. Correct it.`);
  }
  throw new UsageError(`Expected an object in ${path}, got other JSON. Write {"learningRate": 1e-3}, for example.`);
}

function checkKeys(values: Values, known: readonly string[], where: string, writer: string): void {
  const unknown = Object.keys(values).find((key) => !known.includes(key));
  if (unknown !== undefined)
    throw new UsageError(
      `Expected only keys of a configuration in ${where}, got '${unknown}'. ${suggest(unknown, known)}${writer}`,
    );
}

function presetOf({ preset = 'pytorch-gan' }: Values): RunPlan['preset'] {
  const name = presetName(String(preset));
  if (name) return name;
  const known = Object.keys(presets);
  throw new UsageError(
    `Expected preset to be ${known.join(' or ')}, got '${preset}'. ${suggest(String(preset), known)}`,
  );
}

function fieldsOf(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
}

/** The values of both, the second ones first where they are given; nested objects are merged in the same way. */
function merged(under: Values, over: Values): Values {
  const result = { ...under };
  for (const [name, value] of Object.entries(over)) {
    if (value === undefined) continue;
    const below = result[name];
    result[name] = isRecord(value) && isRecord(below) ? merged(below, value) : value;
  }
  return result;
}

function isRecord(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
