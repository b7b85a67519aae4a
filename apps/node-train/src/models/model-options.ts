import type { OptionRow } from '../cli/options.ts';
import { PACKAGED } from './model-file.ts';

/** The models that come along, in words. */
export const MODEL_NAMES = new Intl.ListFormat('en', { type: 'disjunction' }).format(Object.keys(PACKAGED));

/** `--model` of a command that takes the models that come along, too. */
export const MODEL_OPTION = {
  flag: '--model <file>',
  help: `the weights: model.safetensors of a run, or ${MODEL_NAMES}`,
  about:
    'the weights: `model.safetensors` of a run, or a smaller copy by [`export`](#export); or [`colour`](../../packages/model-colour/README.md), [`3d`](../../packages/model-3d/README.md) or [`planet`](../../packages/model-planet/README.md), trained models that come with it',
  required: true,
} as const satisfies OptionRow;

/** `--allow-non-finite` of the commands that load a model. */
export const NON_FINITE_OPTION = {
  flag: '--allow-non-finite',
  help: 'allow NaN or infinite weights, which make black pictures',
  about: 'allow weights that are NaN or infinite, which make black pictures and are refused otherwise',
} as const satisfies OptionRow;
