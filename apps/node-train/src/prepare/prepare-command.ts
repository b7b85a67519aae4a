import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { wholeNumber, wordList } from '../cli/flag-values.ts';
import { globalOptionsOf } from '../cli/global-options.ts';

/** `pix2pix prepare openmoji` and `pix2pix prepare fluent`: data sets to begin with. */
export function addPrepareCommand(program: CommandUnknownOpts): void {
  const prepare = program
    .command('prepare')
    .description('make a data set of image pairs to train on')
    .helpCommand(false);
  dataSet(prepare, 'openmoji', 'line drawings and coloured emoji of OpenMoji (CC BY-SA 4.0)')
    .option('--groups <names>', 'only these groups, such as smileys-emotion,people-body', wordList)
    .action(async (options, command) => {
      const { runPrepare } = await import('./run-prepare.ts');
      const { prepareOpenMoji } = await import('./prepare-openmoji.ts');
      const { groups } = options;
      await runPrepare((more) => prepareOpenMoji({ ...options, groups, ...more }), globalOptionsOf(command));
    });
  dataSet(prepare, 'fluent', 'flat and 3D drawings of the Fluent emoji (MIT)').action(async (options, command) => {
    const { runPrepare } = await import('./run-prepare.ts');
    const { prepareFluent } = await import('./prepare-fluent.ts');
    await runPrepare((more) => prepareFluent({ ...options, ...more }), globalOptionsOf(command));
  });
}

/** What every data set can be asked for. */
function dataSet(prepare: CommandUnknownOpts, name: string, description: string) {
  return prepare
    .command(name)
    .description(description)
    .option('--size <px>', "each picture's side, 8 to 1024", wholeNumber('--size', 8, 1024), 256)
    .option('--out <dir>', 'the folder to make', `data/${name}`)
    .option('--limit <n>', 'at most this many pairs', wholeNumber('--limit', 3))
    .option('--skin-tones', 'take the skin-tone variants too', false);
}
