import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { defineCommand } from '../cli/define-command.ts';
import { choice } from '../cli/flag-values.ts';
import type { OptionRow } from '../cli/options.ts';
import { MODEL_OPTION, NON_FINITE_OPTION } from '../models/model-options.ts';
import { moreMetrics } from './more/more-metrics.ts';

const SPLITS = ['train', 'val', 'test', 'all'] as const;

/** The flags of `pix2pix evaluate`. */
export const EVALUATE_OPTIONS = [
  MODEL_OPTION,
  {
    flag: '--data <dir>',
    help: 'the image pairs',
    about: 'the pairs, in one of the layouts of [data](../../packages/data/README.md)',
    required: true,
  },
  {
    flag: '--split <name>',
    help: `which pairs: ${SPLITS.join(', ')}`,
    about: 'which of the pairs',
    read: choice(SPLITS),
    default: 'val',
  },
  {
    flag: '--skip-bad',
    help: 'skip images that cannot be read',
    about: 'skip images that cannot be read, instead of stopping',
    default: false,
  },
  {
    flag: '--metrics <names>',
    help: 'measure these too: ms-ssim, fid, kid, lpips (default: what --features are for)',
    about:
      'what to measure in addition, separated by commas: `ms-ssim`, `fid`, `kid`, `lpips`; unless given, all that `--features` are for',
    read: moreMetrics,
  },
  {
    flag: '--features <files...>',
    help: 'the weights for fid and kid, and for lpips, as convert writes them',
    about: 'the weights for `fid` and `kid`, and for `lpips`, [as `convert` writes them](#fid-kid-and-lpips)',
  },
  NON_FINITE_OPTION,
] as const satisfies readonly OptionRow[];

/** `pix2pix evaluate`: how near a model's pictures are to their targets. */
export function addEvaluateCommand(program: CommandUnknownOpts): void {
  const evaluate = program
    .command('evaluate')
    .description('measure a model on held-out pairs: L1, PSNR and SSIM next to two baselines');
  defineCommand(evaluate, EVALUATE_OPTIONS, async (flags, globals) => {
    const [{ refuseRanks }, { runEvaluate }] = await Promise.all([
      import('../ranks/refuse-ranks.ts'),
      import('./run-evaluate.ts'),
    ]);
    const instead =
      'Start it without mpirun, or run translate --list under mpirun with targets, which gives the same figures.';
    await refuseRanks('evaluate', instead, globals);
    await runEvaluate(flags, globals);
  });
}
