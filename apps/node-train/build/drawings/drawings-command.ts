import { parseArgs } from 'node:util';
import { UsageError, writeAtomically } from '@pix2pix-ts/common/node';
import { loadTranslator } from '@pix2pix-ts/pix2pix/node';
import { exitCodeOf } from '../../src/cli/exit-codes.ts';
import { tellError } from '../../src/cli/tell-error.ts';
import { drawSheet } from './draw-sheet.ts';
import { judgeDrawings, type ShownDrawing } from './judge-drawings.ts';

// `npm run drawings -- model.safetensors --out sheet.png`: how a model does on the twelve drawings; `--flat` paints them flat.
try {
  const { model, out, flat } = readArguments(process.argv.slice(2));
  const translator = await loadTranslator(model);
  const shown: ShownDrawing[] = [];
  const judged = await judgeDrawings(translator, flat ? 'flat' : 'lines', (drawing) => shown.push(drawing));
  if (out !== undefined) await writeAtomically(out, await drawSheet(shown));
  console.log(JSON.stringify(judged, (_, value) => (typeof value === 'number' ? Number(value.toFixed(1)) : value), 2));
} catch (error) {
  process.exitCode = exitCodeOf(error);
  tellError(error, process.exitCode, { json: false, verbose: false });
}
process.exit(); // an engine's threads need not end by themselves

function readArguments(args: string[]): { model: string; out: string | undefined; flat: boolean } {
  const options = { out: { type: 'string' }, flat: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const [model, ...more] = positionals;
  if (model === undefined || more.length > 0)
    throw new UsageError(`Expected one model file, got ${positionals.length}. Give its path, as in model.safetensors.`);
  return { model, out: values.out, flat: values.flat ?? false };
}
