import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { choice, decimalNumber, duration, imageSize, wholeNumber } from '../cli/flag-values.ts';
import { globalOptionsOf } from '../cli/global-options.ts';

/** `pix2pix train`: learn to translate from pairs of images, or go on where a run stopped. */
export function addTrainCommand(program: CommandUnknownOpts): void {
  program
    .command('train')
    .description('train on image pairs, or go on with a run')
    .option('--data <dir>', 'the image pairs')
    .option('--out <dir>', "the new run's folder")
    .option('--resume <dir>', 'go on with the run in this folder instead')
    .option('--preset <name>', 'seed or fast', choice('--preset', ['seed', 'fast']))
    .option('--config <file>', 'a JSON file with values that replace those of the preset')
    .option('--steps <n>', 'steps in all, those before a resume included', wholeNumber('--steps'))
    .option('--max-time <time>', 'stop after 90s, 5m or 1h, with a checkpoint', duration('--max-time'))
    .option('--batch <n>', 'images a step', wholeNumber('--batch'))
    .option('--lr <rate>', 'learning rate of Adam', decimalNumber('--lr', { above: true }))
    .option('--lambda <n>', 'weight of the L1 loss', decimalNumber('--lambda'))
    .option('--schedule <name>', 'constant or linear', choice('--schedule', ['constant', 'linear']))
    .option('--seed <n>', 'of weights, order, flips, crops and dropout', wholeNumber('--seed', 0))
    .option('--filters <n>', "width of both networks' first layer", wholeNumber('--filters', 1, 512))
    .option('--size <px>', "the model's image size", imageSize('--size'))
    .option('--direction <way>', 'AtoB or BtoA', choice('--direction', ['AtoB', 'BtoA']))
    .option('--flip', 'mirror half of the pairs')
    .option('--no-flip', 'mirror none')
    .option('--jitter <px>', 'resize to this first, then cut out a random square', wholeNumber('--jitter'))
    .option('--overfit <n>', 'train on the first n pairs only, to see that training works', wholeNumber('--overfit'))
    .option('--skip-bad', 'leave out images that cannot be read')
    .option('--save-every <n>', 'steps between two checkpoints (default: 1000)', wholeNumber('--save-every'))
    .option('--sample-every <n>', 'steps between two sample pictures (default: 500)', wholeNumber('--sample-every'))
    .option('--log-every <n>', 'steps between two lines of the log (default: 10)', wholeNumber('--log-every'))
    .action(async (options, command) => {
      const { runTrain } = await import('./run-train.ts');
      await runTrain(options, globalOptionsOf(command));
    });
}
