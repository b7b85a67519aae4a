import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { dropoutChoice } from '../cli/flag-values.ts';
import { globalOptionsOf } from '../cli/global-options.ts';
import { MODEL_HELP } from '../models/model-file.ts';

/** `pix2pix translate`: pictures in, pictures out. */
export function addTranslateCommand(program: CommandUnknownOpts): void {
  program
    .command('translate')
    .description('translate images with a trained model; each becomes NAME.png')
    .argument('<images...>', 'image files, and folders of images')
    .requiredOption('--model <file>', MODEL_HELP)
    .requiredOption('--out <dir>', 'where the results go')
    .option('--dropout <off|seed>', "without noise, or with that of a seed (default: the model's)", dropoutChoice)
    .action(async (images, options, command) => {
      const { runTranslate } = await import('./run-translate.ts');
      await runTranslate({ ...options, images }, globalOptionsOf(command));
    });
}
