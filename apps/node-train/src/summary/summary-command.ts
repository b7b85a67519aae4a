import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { defineCommand } from '../cli/define-command.ts';
import { imageSize, presetChoice, wholeNumber } from '../cli/flag-values.ts';

import type { OptionRow } from '../cli/options.ts';
import { printEvent, printResult } from '../cli/output.ts';
import { MODEL_NAMES } from '../models/model-options.ts';

/** The flags of `pix2pix summary`. */
export const SUMMARY_OPTIONS = [
  {
    flag: '--preset <name>',
    help: 'pytorch-gan, junyanz, affinelayer or fast',
    about: 'whose networks',
    read: presetChoice,
    default: 'pytorch-gan',
  },
  { flag: '--size <px>', help: "the image size, or width x height, instead of the preset's", read: imageSize },
  { flag: '--filters <n>', help: "the width of the first layer, instead of the preset's", read: wholeNumber(1, 4096) },
  {
    flag: '--model <file>',
    help: `show the generator of this file, or of ${MODEL_NAMES}`,
    about: 'show the generator of a weights file instead, or of `colour`, `3d` or `planet`',
  },
] as const satisfies readonly OptionRow[];

/** `pix2pix summary`: layers, shapes, parameters. */
export function addSummaryCommand(program: CommandUnknownOpts): void {
  const summary = program
    .command('summary')
    .description('print the layers of the networks, their shapes and parameters');
  defineCommand(summary, SUMMARY_OPTIONS, async (flags, globals) => {
    const { networksToSummarize } = await import('./networks.ts');
    const { summaryTable } = await import('./summary-table.ts');
    const networks = await networksToSummarize(flags);
    if (globals.json) printEvent(networks);
    else printResult(summaryTable(networks));
    if (flags.model === undefined) return;
    const { checkWeights } = await import('./check-weights.ts');
    const { modelFile } = await import('../models/model-file.ts');
    await checkWeights(await modelFile(flags.model)); // last, as the table holds whatever the weights are
  });
}
