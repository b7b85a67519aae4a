import { parseArgs } from 'node:util';
import { UsageError } from '@pix2pix-ts/common/node';
import { CHANNELS, type Pixels } from '@pix2pix-ts/data';
import { loadTranslator } from '@pix2pix-ts/pix2pix/node';
import sharp from 'sharp';
import { exitCodeOf } from '../../src/cli/exit-codes.ts';
import { tellError } from '../../src/cli/tell-error.ts';
import { judgeDrawings, type ShownDrawing } from './judge-drawings.ts';

// `npm run drawings -- model.safetensors --out sheet.png`: how a model does on the twelve drawings.
const GAP = 4;

try {
  const { model, out } = readArguments(process.argv.slice(2));
  const translator = await loadTranslator(model);
  const shown: ShownDrawing[] = [];
  const judged = await judgeDrawings(translator, (drawing) => shown.push(drawing));
  if (out !== undefined) await writeSheet(shown, out);
  console.log(JSON.stringify(judged, (_, value) => (typeof value === 'number' ? Number(value.toFixed(1)) : value), 2));
} catch (error) {
  process.exitCode = exitCodeOf(error);
  tellError(error, process.exitCode, { json: false, verbose: false });
}
process.exit(); // an engine's threads need not end by themselves

function readArguments(args: string[]): { model: string; out: string | undefined } {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { out: { type: 'string' } } });
  const [model, ...more] = positionals;
  if (model === undefined || more.length > 0)
    throw new UsageError(`Expected one model file, got ${positionals.length}. Give its path, as in model.safetensors.`);
  return { model, out: values.out };
}

/** A row for each drawing: it and what the model makes of it, without and with dots, at each size. */
async function writeSheet(shown: readonly ShownDrawing[], out: string): Promise<void> {
  const [first] = shown[0]?.pictures ?? [];
  const side = (first as Pixels).width + GAP;
  const [columns, rows] = [shown[0]?.pictures.length ?? 0, shown.length];
  const tiles = shown.flatMap(({ pictures }, row) =>
    pictures.map(({ data, width, height }, column) => ({
      input: Buffer.from(data),
      raw: { width, height, channels: CHANNELS as 3 },
      left: column * side,
      top: row * side,
    })),
  );
  await sharp({ create: { width: columns * side, height: rows * side, channels: 3, background: '#888' } })
    .composite(tiles)
    .png()
    .toFile(out);
}
