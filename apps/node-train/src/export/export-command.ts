import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { choice, wholeNumber } from '../cli/flag-values.ts';
import { globalOptionsOf } from '../cli/global-options.ts';
import { UsageError } from '../cli/usage-error.ts';

/** `pix2pix export`: a smaller copy of a model. */
export function addExportCommand(program: CommandUnknownOpts): void {
  program
    .command('export')
    .description('write a smaller copy of a model, and say how much its pictures differ')
    .requiredOption('--model <file>', 'the weights, model.safetensors of a run')
    .requiredOption('--to <type>', 'float16 (half the size) or int8 (a quarter)', choice('--to', ['float16', 'int8']))
    .option('--out <file>', 'where the copy goes (default: beside, NAME.TYPE.safetensors)')
    .option('--data <dir>', 'compare on held-out pairs (default: on pictures made by formula)')
    .option('--images <paths...>', 'compare on these images and folders of images instead')
    .option('--limit <n>', 'compare on at most this many', wholeNumber('--limit'), 32)
    .action(async (options, command) => {
      if (options.data !== undefined && options.images !== undefined)
        throw new UsageError('Expected --data or --images, got both. Leave one out.');
      const { runExport } = await import('./run-export.ts');
      await runExport(options, globalOptionsOf(command));
    });
}
