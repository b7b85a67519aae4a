import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { choice } from '../cli/flag-values.ts';
import { globalOptionsOf } from '../cli/global-options.ts';
import { MODEL_HELP, NON_FINITE_HELP } from '../models/model-file.ts';

const SPLITS = ['train', 'val', 'test', 'all'] as const;

/** `pix2pix evaluate`: how near a model's pictures are to their targets. */
export function addEvaluateCommand(program: CommandUnknownOpts): void {
  program
    .command('evaluate')
    .description('measure a model on held-out pairs: L1, PSNR and SSIM beside two baselines')
    .requiredOption('--model <file>', MODEL_HELP)
    .requiredOption('--data <dir>', 'the image pairs')
    .option('--split <name>', `which pairs: ${SPLITS.join(', ')}`, choice('--split', SPLITS), 'val')
    .option('--skip-bad', 'leave out images that cannot be read', false)
    .option('--allow-non-finite', NON_FINITE_HELP)
    .action(async (options, command) => {
      const [{ refuseRanks }, { runEvaluate }] = await Promise.all([
        import('../ranks/refuse-ranks.ts'),
        import('./run-evaluate.ts'),
      ]);
      const globals = globalOptionsOf(command);
      const instead =
        'Start it without mpirun, or let ranks share translate --list, whose targets give the same figures.';
      await refuseRanks('evaluate', instead, globals);
      await runEvaluate(options, globals);
    });
}
