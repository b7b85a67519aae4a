import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { UsageError } from '@pix2pix-ts/common/node';
import { defineCommand } from '../cli/define-command.ts';
import { dropoutChoice } from '../cli/flag-values.ts';

import type { OptionRow } from '../cli/options.ts';
import { MODEL_OPTION, NON_FINITE_OPTION } from '../models/model-options.ts';
import { shardChoice } from '../shards/shard.ts';

/** The flags of `pix2pix translate`. */
export const TRANSLATE_OPTIONS = [
  MODEL_OPTION,
  { flag: '--out <dir>', help: 'where the results go', required: true },
  {
    flag: '--dropout <off|seed>',
    help: "no dropout noise, or the noise of a seed (default: as the model's file says)",
    about: "no dropout noise, or the noise of a seed; by default, as the model's file says",
    read: dropoutChoice,
  },
  NON_FINITE_OPTION,
  {
    flag: '--list <file>',
    help: 'instead of images: a file of any length with {"a": "drawing.png"} per line',
    about: 'instead of images: a file [of any length](#a-long-list) with `{"a": "drawing.png"}` per line',
  },
  { flag: '--shard <i/n>', help: 'only this shard of --list, such as 3/64', read: shardChoice },
] as const satisfies readonly OptionRow[];

/** `pix2pix translate`: pictures in, pictures out. */
export function addTranslateCommand(program: CommandUnknownOpts): void {
  const translate = program
    .command('translate')
    .description('translate images with a trained model; each becomes NAME.png')
    .argument('[images...]', 'image files, and folders of images');
  defineCommand(translate, TRANSLATE_OPTIONS, async ({ list, shard, ...flags }, globals, [given]) => {
    const images = given as string[];
    if (list === undefined ? images.length === 0 : images.length > 0) {
      const got = list === undefined ? 'neither' : 'both';
      throw new UsageError(`Expected images or --list FILE, got ${got}. See pix2pix translate --help.`);
    }
    if (list !== undefined) {
      const { runList } = await import('../shards/run-list.ts');
      return runList({ ...flags, list, shard }, globals);
    }
    if (shard) throw new UsageError('Expected --shard with --list, got it alone. Pass the images as a list.');
    const [{ refuseRanks }, { runTranslate }] = await Promise.all([
      import('../ranks/refuse-ranks.ts'),
      import('./run-translate.ts'),
    ]);
    await refuseRanks('translate IMAGES', 'Pass them as --list FILE, which ranks share.', globals);
    await runTranslate({ ...flags, images }, globals);
  });
}
