import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { choice, imageSize, wholeNumber } from '../cli/flag-values.ts';
import { globalOptionsOf } from '../cli/global-options.ts';
import { printEvent, printResult } from '../cli/output.ts';

/** `pix2pix summary`: layers, shapes, parameters. */
export function addSummaryCommand(program: CommandUnknownOpts): void {
  program
    .command('summary')
    .description('print the layers of the networks, their shapes and parameters')
    .option('--preset <name>', 'seed or fast', choice('--preset', ['seed', 'fast']), 'seed')
    .option('--size <px>', "the images' side instead of the preset's", imageSize('--size'))
    .option('--filters <n>', "the first layer's width instead of the preset's", wholeNumber('--filters', 1, 4096))
    .option('--model <file>', 'the generator of this file instead, or of colour or 3d')
    .action(async (options, command) => {
      const { networksToSummarize } = await import('./networks.ts');
      const { summaryTable } = await import('./summary-table.ts');
      const networks = await networksToSummarize(options);
      if (globalOptionsOf(command).json) printEvent(networks);
      else printResult(summaryTable(networks));
      if (options.model === undefined) return;
      const { checkWeights } = await import('./check-weights.ts');
      const { modelFile } = await import('../models/model-file.ts');
      await checkWeights(await modelFile(options.model)); // last, as the table holds whatever the weights are
    });
}
