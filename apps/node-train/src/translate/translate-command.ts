import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { UsageError } from '@pix2pix-ts/common/node';
import type { Fit } from '@pix2pix-ts/pix2pix';
import { defineCommand } from '../cli/define-command.ts';
import { choice, dropoutChoice, wholeNumber } from '../cli/flag-values.ts';

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
  {
    flag: '--fit <way>',
    help: 'stretch an image to the model, pad it, crop its middle, or translate it tile by tile (default: stretch)',
    about:
      'how an image [of another size or form](#pictures-of-any-size) gets to the model: resized (the default), resized in its own form with its edges continued, its middle alone, or tile by tile as it is',
    read: choice(['stretch', 'pad', 'crop', 'tile'] satisfies Fit[]),
  },
  {
    flag: '--tile <n>',
    help: "with --fit tile, a tile's side in pixels (default: twice the model's size where it can)",
    about:
      "with `--fit tile`, a tile's side in pixels, a multiple of the U-Net's size, or of 4 for a ResNet; by default, twice the model's size where it runs at that",
    read: wholeNumber(),
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
    if (flags.tile !== undefined && flags.fit !== 'tile')
      throw new UsageError('Expected --tile with --fit tile, got it without. Add --fit tile.');
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
