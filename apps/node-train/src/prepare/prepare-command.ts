import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { PhotographKind } from '@pix2pix-ts/data';
import { defineCommand } from '../cli/define-command.ts';
import { decimalNumber, numberList, wholeNumber, wordList } from '../cli/flag-values.ts';

import type { OptionRow } from '../cli/options.ts';

/** What every data set can be asked for. */
const DATA_SET_OPTIONS = [
  {
    flag: '--size <px>',
    help: "each picture's side, 8 to 1024",
    about: 'the side of each picture in pixels, 8 to 1024',
    read: wholeNumber(8, 1024),
    default: 256,
  },
  { flag: '--limit <n>', help: 'at most this many pairs', read: wholeNumber(3) },
] as const satisfies readonly OptionRow[];

const EMOJI_OPTIONS = [
  ...DATA_SET_OPTIONS,
  {
    flag: '--skin-tones',
    help: 'include the skin-tone variants',
    about: 'of emoji: include the skin-tone variants; they share one line drawing, so a network learns their mean',
    default: false,
  },
  {
    flag: '--empty-sheets <n>',
    help: 'this many white sheets more',
    about: 'so many pairs of white sheets more to train on, so that a model makes nothing of an empty sheet',
    read: wholeNumber(0, 10_000),
  },
] as const satisfies readonly OptionRow[];

const outOption = <const Name extends string>(name: Name) =>
  ({
    flag: '--out <dir>',
    help: 'the folder to create',
    about: 'the folder to create; if it already holds this data set, nothing is done',
    default: `data/${name}`,
  }) as const satisfies OptionRow;

/** The flags of `pix2pix prepare openmoji`. */
export const OPENMOJI_OPTIONS = [
  ...EMOJI_OPTIONS,
  outOption('openmoji'),
  {
    flag: '--groups <names>',
    help: 'only these groups, such as smileys-emotion,people-body',
    about:
      'only these groups, separated by commas: smileys-emotion, people-body, component, animals-nature, food-drink, travel-places, activities, objects, symbols, flags, extras-openmoji, extras-unicode',
    read: wordList,
  },
  {
    flag: '--line-widths <factors>',
    help: 'how wide the lines are, as in 1,1.7,2.5',
    about:
      "how wide the lines are, as multiples of OpenMoji's own, such as `1,1.7,2.5`: pairs to train on come once for each, so that a model knows thicker pens too",
    read: numberList(0.1, 8),
  },
  {
    flag: '--recoloured <n>',
    help: 'this many copies more in other colours, with hints',
    about:
      'so many copies more of each drawing to train on, each part that its lines close in filled with a random colour, with a dot or stroke of it there: from them a model learns to do as such hints say',
    read: wholeNumber(0, 100),
  },
  {
    flag: '--trim',
    help: 'cut off the empty margins of pairs to train on',
    about:
      'cut off what is empty around the drawings to train on, so that they fill the picture; `train --scale` makes them smaller again',
    default: false,
  },
] as const satisfies readonly OptionRow[];

const FLUENT_OPTIONS = [...EMOJI_OPTIONS, outOption('fluent')] as const satisfies readonly OptionRow[];

const PLANET_OPTIONS = [...DATA_SET_OPTIONS, outOption('planet')] as const satisfies readonly OptionRow[];

/** The flags of `pix2pix prepare edges`, `grey`, `blur`, `mosaic` and `labels`. */
export const PHOTOGRAPH_OPTIONS = [
  ...DATA_SET_OPTIONS,
  {
    flag: '--tile',
    help: 'many squares of each picture',
    about: 'many squares of each picture, at up to four scales, in place of the one in its middle',
    default: false,
  },
  {
    flag: '--seed <n>',
    help: 'decides which pictures are held out',
    about: 'decides which pictures are held out, and where the search for the flat colours begins',
    read: wholeNumber(0),
    default: 1,
  },
  {
    flag: '--strength <px>',
    help: 'of blur its sigma, of mosaic its blocks',
    about:
      'of `blur` the sigma, of `mosaic` the side of a block, in pixels of the pair; by default a 32nd and a 16th of it',
    read: decimalNumber({ least: 0, above: true }),
  },
  {
    flag: '--classes <n>',
    help: 'of labels how many flat colours',
    about: 'of `labels`: how many flat colours there are, 2 to 32 (8)',
    read: wholeNumber(2, 32),
  },
  {
    flag: '--skip-bad',
    help: 'leave out pictures that cannot be read or are too small',
  },
  {
    flag: '--out <dir>',
    help: 'the folder to create (default: data/ and what is made)',
    about: 'the folder to create; if it already holds this data set, nothing is done (`data/edges` and so on)',
  },
] as const satisfies readonly OptionRow[];

const PHOTOGRAPH_KINDS: Readonly<Record<PhotographKind, string>> = {
  edges: 'from lines to your photographs: one folder of pictures becomes pairs',
  grey: 'from grey pictures to your photographs',
  blur: 'from blurred pictures to your photographs',
  mosaic: 'from coarse blocks to your photographs',
  labels: 'from maps in a few flat colours to your photographs',
};

/** `pix2pix prepare openmoji`, `fluent` and `planet`, data sets to begin with, and those of one's own photographs. */
export function addPrepareCommand(program: CommandUnknownOpts): void {
  const prepare = program
    .command('prepare')
    .description('create a data set of image pairs to train on')
    .helpCommand(false);
  const openmoji = prepare
    .command('openmoji')
    .description('line drawings and coloured emoji of OpenMoji (CC BY-SA 4.0)');
  defineCommand(openmoji, OPENMOJI_OPTIONS, async (flags, globals) => {
    const { runPrepare } = await import('./run-prepare.ts');
    const { prepareOpenMoji } = await import('./prepare-openmoji.ts');
    const { groups, ...others } = flags;
    await runPrepare((more) => prepareOpenMoji({ ...others, groups, ...more }), globals);
  });
  const fluent = prepare.command('fluent').description('flat and 3D drawings of the Fluent emoji (MIT)');
  defineCommand(fluent, FLUENT_OPTIONS, async (flags, globals) => {
    const { runPrepare } = await import('./run-prepare.ts');
    const { prepareFluent } = await import('./prepare-fluent.ts');
    await runPrepare((more) => prepareFluent({ ...flags, ...more }), globals);
  });
  const planet = prepare
    .command('planet')
    .description('maps of land and sea and satellite pictures of the Earth (NASA, public domain)');
  defineCommand(planet, PLANET_OPTIONS, async (flags, globals) => {
    const { runPrepare } = await import('./run-prepare.ts');
    const { preparePlanet } = await import('./prepare-planet.ts');
    await runPrepare((more) => preparePlanet({ ...flags, ...more }), globals);
  });
  for (const [name, description] of Object.entries(PHOTOGRAPH_KINDS)) {
    const command = prepare.command(name).description(description).argument('<folder>', 'a folder of pictures');
    defineCommand(command, PHOTOGRAPH_OPTIONS, async (flags, globals, [folder]) => {
      const { runPrepare } = await import('./run-prepare.ts');
      const { preparePhotographs } = await import('./prepare-photographs.ts');
      const kind = name as PhotographKind;
      const out = flags.out ?? `data/${kind}`;
      await runPrepare((more) => preparePhotographs({ ...flags, out, kind, folder: String(folder), ...more }), globals);
    });
  }
}
