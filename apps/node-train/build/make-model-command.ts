import { parseArgs } from 'node:util';
import { UsageError } from '@pix2pix-ts/common/node';
import { exitCodeOf } from '../src/cli/exit-codes.ts';
import { choice, wholeNumber } from '../src/cli/flag-values.ts';
import { BACKENDS, type GlobalOptions } from '../src/cli/global-options.ts';
import { tellError } from '../src/cli/tell-error.ts';
import { type MakeModelRequest, makeModel } from './make-model.ts';
import { RECIPES } from './recipes.ts';

// `npm run model -- colour`: makes packages/model-colour; `--run DIR` takes a finished run instead of training one, and `--measure`
// only measures the weights that are there again.
const NAMES = Object.keys(RECIPES);
try {
  const { request, globals } = readArguments(process.argv.slice(2));
  await makeModel(request, globals);
} catch (error) {
  process.exitCode = exitCodeOf(error);
  tellError(error, process.exitCode, { json: false, verbose: process.argv.includes('--verbose') });
}

function readArguments(args: string[]): { request: MakeModelRequest; globals: GlobalOptions } {
  const { values, positionals } = parse(args);
  const [name = ''] = positionals;
  const recipe = RECIPES[name];
  if (!recipe || positionals.length > 1) {
    const got = positionals.length === 0 ? 'none' : `'${positionals.join(' ')}'`;
    throw new UsageError(`Expected one of ${NAMES.join(', ')}, got ${got}. For example, npm run model -- ${NAMES[0]}.`);
  }
  const { run, measure: onlyMeasures = false, backend = 'auto', threads, verbose = false } = values;
  const globals = {
    backend: choice(BACKENDS)(backend, '--backend'),
    json: false,
    verbose,
    ...(threads !== undefined && { threads: wholeNumber(1, 64)(threads, '--threads') }),
  };
  return { request: { name, recipe, run, onlyMeasures }, globals };
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  try {
    const flag = { type: 'boolean' } as const;
    const options = { run: text, measure: flag, backend: text, threads: text, verbose: flag } as const;
    return parseArgs({ args, allowPositionals: true, options });
  } catch (error) {
    const [reason] = (error as Error).message.split('. ');
    throw new UsageError(`${reason}. Use --run DIR, --measure, --backend NAME, --threads N and --verbose.`);
  }
}
