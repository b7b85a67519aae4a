import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { defineCommand } from '../cli/define-command.ts';
import { JUNYANZ_TRAIN_OPTIONS } from '../junyanz/junyanz-options.ts';
import { addForeignOptions } from '../junyanz/translate-options.ts';
import { withJunyanzOptions } from '../junyanz/with-junyanz-options.ts';
import { TRAIN_OPTIONS } from './train-options.ts';

/** `pix2pix train`: learn to translate from pairs of images, or resume where a run stopped. */
export function addTrainCommand(program: CommandUnknownOpts): void {
  const train = program.command('train').description('train on image pairs, or resume a run');
  defineCommand(train, TRAIN_OPTIONS, async (own, globals) => {
    const { flags, ...foreign } = withJunyanzOptions(train, own);
    const { runTrain } = await import('./run-train.ts');
    await runTrain(flags, globals, foreign);
  });
  addForeignOptions(train, JUNYANZ_TRAIN_OPTIONS);
}
