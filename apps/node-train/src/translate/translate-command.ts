import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { dropoutChoice } from '../cli/flag-values.ts';
import { globalOptionsOf } from '../cli/global-options.ts';
import { UsageError } from '../cli/usage-error.ts';
import { MODEL_HELP, NON_FINITE_HELP } from '../models/model-file.ts';
import { shardChoice } from '../shards/shard.ts';

/** `pix2pix translate`: pictures in, pictures out. */
export function addTranslateCommand(program: CommandUnknownOpts): void {
  program
    .command('translate')
    .description('translate images with a trained model; each becomes NAME.png')
    .argument('[images...]', 'image files, and folders of images')
    .requiredOption('--model <file>', MODEL_HELP)
    .requiredOption('--out <dir>', 'where the results go')
    .option('--dropout <off|seed>', "without noise, or with that of a seed (default: the model's)", dropoutChoice)
    .option('--allow-non-finite', NON_FINITE_HELP)
    .option('--list <file>', 'instead of images: a file with {"a": "drawing.png"} a line, however long')
    .option('--shard <i/n>', 'of --list only this share, such as 3/64', shardChoice)
    .action(async (images, { list, shard, ...options }, command) => {
      const globals = globalOptionsOf(command);
      if (list === undefined ? images.length === 0 : images.length > 0) {
        const got = list === undefined ? 'neither' : 'both';
        throw new UsageError(`Expected images or --list FILE, got ${got}. See pix2pix translate --help.`);
      }
      if (list !== undefined) {
        const { runList } = await import('../shards/run-list.ts');
        return runList({ ...options, list, shard }, globals);
      }
      if (shard) throw new UsageError('Expected --shard beside --list, got it alone. Give the images as a list.');
      const [{ refuseRanks }, { runTranslate }] = await Promise.all([
        import('../ranks/refuse-ranks.ts'),
        import('./run-translate.ts'),
      ]);
      await refuseRanks('translate IMAGES', 'Give them as --list FILE, which ranks share.', globals);
      await runTranslate({ ...options, images }, globals);
    });
}
