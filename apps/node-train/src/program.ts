import { Command, type CommandUnknownOpts, Help } from '@commander-js/extra-typings';
import { addCombineCommand } from './arrange/combine-command.ts';
import { addSplitCommand } from './arrange/split-command.ts';
import { addGlobalOptions } from './cli/global-options.ts';
import { version } from './cli/this-command.ts';
import { addReportCommand } from './compare/report-command.ts';
import { addCompletionCommand } from './completion/completion-command.ts';
import { addConvertCommand } from './convert/convert-command.ts';
import { addDoctorCommand } from './doctor/doctor-command.ts';
import { addEvaluateCommand } from './evaluate/evaluate-command.ts';
import { addExportCommand } from './export/export-command.ts';
import { addPrepareCommand } from './prepare/prepare-command.ts';
import { addMetricsCommand } from './shards/metrics-command.ts';
import { addStartCommand } from './start/start-command.ts';
import { addSummaryCommand } from './summary/summary-command.ts';
import { addTrainCommand } from './train/train-command.ts';
import { addTranslateCommand } from './translate/translate-command.ts';

/** The commands in the order of the help. */
const COMMANDS: readonly ((program: CommandUnknownOpts) => void)[] = [
  addPrepareCommand,
  addCombineCommand,
  addSplitCommand,
  addTrainCommand,
  addTranslateCommand,
  addEvaluateCommand,
  addReportCommand,
  addMetricsCommand,
  addConvertCommand,
  addExportCommand,
  addSummaryCommand,
  addDoctorCommand,
  addStartCommand,
  addCompletionCommand,
];

/**
 * The command `pix2pix`. To add a command, write `src/NAME/NAME-command.ts` with a function `addNameCommand(program)`,
 * and list it above. There:
 *
 * - its flags are a list of rows, `export const NAME_OPTIONS = [{ flag: '--steps <n>', help: '...', read: wholeNumber() }]`,
 *   and `defineCommand(program.command('name').description('...'), NAME_OPTIONS, async (flags, globals) => { ... })` gives
 *   their values, typed, with those of `--backend`, `--threads`, `--json` and `--verbose`;
 * - what is heavy (TensorFlow.js, sharp, our packages) is imported inside the action, so that help comes at once;
 * - `startEngine(globals)` picks the engine and says which; `untilStopped(run)` gives an AbortSignal;
 * - results go to `printResult` or, under `--json`, `printEvent`; everything else to `printNote` and `startProgress`;
 * - an error is thrown: `UsageError` for what the user can correct, whatever the packages throw otherwise.
 *   exit-codes.ts says what each leads to.
 */
export function createProgram(): CommandUnknownOpts {
  const program = new Command('pix2pix')
    .description('Train pix2pix on pairs of images, and translate images with the model.')
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'print this')
    .helpCommand(false)
    .configureHelp({
      showGlobalOptions: true,
      subcommandTerm: (command) => command.name(),
      // That a switch is off unless given goes without saying.
      optionDescription: (option) => new Help().optionDescription(option).replace(' (default: false)', ''),
    })
    .addHelpText('after', EXAMPLES)
    .exitOverride()
    // run-command-line.ts prints what is thrown.
    .configureOutput({ outputError: () => {} });
  addGlobalOptions(program);
  for (const addCommand of COMMANDS) addCommand(program);
  return program;
}

const EXAMPLES = `
Examples:
  pix2pix prepare openmoji --size 64 --out data/emoji
  pix2pix train --data data/emoji --preset fast --out runs/emoji
  pix2pix translate --model runs/emoji/model.safetensors drawing.png --out out

pix2pix COMMAND --help lists a command's flags.`;
