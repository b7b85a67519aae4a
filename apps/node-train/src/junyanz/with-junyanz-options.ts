import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { keyOf } from '../cli/options.ts';
import { TRAIN_OPTIONS, type TrainFlags } from '../train/train-options.ts';
import { JUNYANZ_TRAIN_OPTIONS } from './junyanz-options.ts';
import { givenOf, translateOptions } from './translate-options.ts';

/** What options of another code base come to, beyond our flags. */
export type ForeignOptions = {
  /** Values of a configuration for which there is no flag, under those of the flags. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Lines that say what theirs are here. */
  readonly notes: readonly string[];
};

/** What `train` was asked for, in our flags and in those of pytorch-CycleGAN-and-pix2pix. */
export type AskedFor = ForeignOptions & { readonly flags: TrainFlags };

/**
 * Our flags with what theirs come to; ours win. With theirs, the preset is `junyanz` unless one is named.
 *
 * @throws UsageError of one line for an option that would give another result here
 */
export function withJunyanzOptions(train: CommandUnknownOpts, own: TrainFlags): AskedFor {
  const given = givenOf(train, JUNYANZ_TRAIN_OPTIONS);
  if (Object.keys(given).length === 0) return { flags: own, values: {}, notes: [] };
  const { flags, config, lines } = translateOptions(given, JUNYANZ_TRAIN_OPTIONS, TRAIN_OPTIONS);
  const said = ours(own);
  if (given['--continue_train']) {
    const notes = [
      `--continue_train is --resume ${flags.resume} here: a run goes on with the settings that it began with.`,
    ];
    return { flags: { ...changeable(flags), ...said }, values: {}, notes };
  }
  const { epochs, ...others } = flags;
  const translated: TrainFlags = own.steps === undefined ? flags : others;
  if (own.preset !== undefined || own.config !== undefined)
    return { flags: { ...translated, ...said }, values: config, notes: lines };
  const preset = 'With these options the preset is junyanz; --preset names another.';
  return { flags: { ...translated, preset: 'junyanz', ...said }, values: config, notes: [...lines, preset] };
}

/** Of everything that was typed, what our flags say. */
function ours(typed: TrainFlags): TrainFlags {
  const keys = new Set(TRAIN_OPTIONS.map(({ flag }) => keyOf(flag)));
  return Object.fromEntries(Object.entries(typed).filter(([key, value]) => keys.has(key) && value !== undefined));
}

/** What a resumed run may be told, without its pairs: they are where they were. */
function changeable(flags: Readonly<Record<string, unknown>>): TrainFlags {
  const free = TRAIN_OPTIONS.filter((row) => !('fixed' in row) && row.flag !== '--data <dir>');
  return Object.fromEntries(free.map(({ flag }) => [keyOf(flag), flags[keyOf(flag)]]));
}
