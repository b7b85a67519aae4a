import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { writeAtomically } from '@pix2pix-ts/common/node';
import { hexOf, type PairSource } from '@pix2pix-ts/data';
import { openPairs } from '@pix2pix-ts/data/node';
import type { Translator } from '@pix2pix-ts/pix2pix';
import { loadTranslator } from '@pix2pix-ts/pix2pix/node';
import type { GlobalOptions } from '../src/cli/global-options.ts';
import { printNote, printResult } from '../src/cli/output.ts';
import { untilStopped } from '../src/cli/stop-signal.ts';
import { startEngine } from '../src/engines/start-engine.ts';
import { defaultPath } from '../src/export/copy-path.ts';
import { runExport } from '../src/export/run-export.ts';
import { MODEL_FILE } from '../src/files/index.ts';
import { readModelHeader } from '../src/summary/read-model-header.ts';
import { drawSheet } from './drawings/draw-sheet.ts';
import { type DrawingKind, type DrawingsJudged, judgeDrawings, type ShownDrawing } from './drawings/judge-drawings.ts';
import { type FinishedRun, prepareData, takeRun, trainAsConfigured } from './finished-run.ts';
import { measureHeldOut } from './measure-held-out.ts';
import { measurePalette } from './measure-palette.ts';
import { readModelConfig, writeModelConfig } from './model-config.ts';
import type { Recipe } from './recipes.ts';
import { DRAWINGS_FILE, writeCard, writeModel, writePictures } from './write-package.ts';

const PACKAGES = resolve(import.meta.dirname, '../../../packages');

/** What is asked for. */
export type MakeModelRequest = {
  readonly name: string;
  readonly recipe: Recipe;
  /** A finished run to take instead of training one. */
  readonly run?: string | undefined;
  /** Only measures the weights that are there again: how pictures get to a model has changed. */
  readonly onlyMeasures?: boolean;
};

/**
 * Makes the package of a model: data, training, 8-bit weights, held-out figures, card. What is done is not done again.
 *
 * @throws one line where the run does not fit, or the model is too large for a page
 */
export async function makeModel(request: MakeModelRequest, globals: GlobalOptions): Promise<void> {
  const folder = join(PACKAGES, `model-${request.name}`);
  await (request.onlyMeasures ? measureAgain : takeTrained)(folder, request, globals);
  await writeCard(folder);
  printResult(shortened(folder));
}

async function takeTrained(
  folder: string,
  { name, recipe, run: taken }: MakeModelRequest,
  globals: GlobalOptions,
): Promise<void> {
  const run = taken === undefined ? await trainAs(folder, name, recipe, globals) : await takeRun(taken, recipe);
  if (taken !== undefined) await writeModelConfig(folder, run.config);
  if ((await sourceOf(join(folder, MODEL_FILE))) === (await hashOf(run.model)))
    printNote(`${shortened(folder)} already has the weights of this run; remove ${MODEL_FILE} to measure them again.`);
  else await measureAndWrite(folder, name, recipe, { ...run, weights: await smallerCopy(run, globals) }, globals);
}

async function measureAgain(folder: string, { name, recipe }: MakeModelRequest, globals: GlobalOptions): Promise<void> {
  const config = await readModelConfig(folder);
  const data = await prepareData(name, recipe, config);
  const weights = await readFile(join(folder, MODEL_FILE));
  await measureAndWrite(folder, name, recipe, { weights, data, config }, globals);
}

async function trainAs(folder: string, name: string, recipe: Recipe, globals: GlobalOptions): Promise<FinishedRun> {
  const configured = { config: await readModelConfig(folder), file: join(folder, 'config.json') };
  return trainAsConfigured(name, recipe, configured, globals);
}

/** The weights of a run in 8 bits. */
async function smallerCopy({ model, data }: FinishedRun, globals: GlobalOptions): Promise<Uint8Array> {
  const smaller = defaultPath(model, 'int8.safetensors');
  if ((await sourceOf(smaller)) !== (await hashOf(model)))
    await runExport({ model, to: 'int8', data, limit: 32 }, globals);
  return readFile(smaller);
}

async function measureAndWrite(
  folder: string,
  name: string,
  recipe: Recipe,
  { weights, data, config }: Omit<FinishedRun, 'model'> & { weights: Uint8Array },
  globals: GlobalOptions,
): Promise<void> {
  await untilStopped(async (signal) => {
    const [train, test] = await Promise.all([openPairs(data, { split: 'train' }), openPairs(data, { split: 'test' })]);
    const page = { ...recipe.page, palette: await paletteOf(recipe, train) };
    const translator = await loadTranslator(weights, { engine: () => startEngine(globals) });
    try {
      const groups = await recipe.groups?.();
      const { heldOut, shown } = await measureHeldOut(translator, test, train, groups, signal);
      const { attribution, pairs } = recipe;
      // The pictures first: weights that are there say that all of it is done.
      await writePictures(folder, shown);
      const drawings = recipe.drawings && (await measureDrawings(folder, translator, recipe.drawings));
      await writeModel(folder, weights, {
        name,
        attribution,
        pairsTaken: pairs,
        dataSet: config.data,
        page,
        heldOut,
        ...(drawings && { drawings }),
      });
    } finally {
      translator.dispose();
    }
  });
}

function paletteOf({ colours }: Recipe, pairs: PairSource): Promise<PaletteColour[]> | PaletteColour[] {
  if (typeof colours !== 'number')
    return Object.entries(colours).map(([name, colour]) => ({ name, colour: hexOf(colour) }));
  printNote('Counting the colours of the data set ...');
  return measurePalette(pairs, colours);
}

/** A colour as `#rrggbb`, alone or with what it stands for. */
type PaletteColour = string | { readonly name: string; readonly colour: string };

/** Has the model translate the twelve drawings, and puts the sheet of them into its package. */
async function measureDrawings(folder: string, translator: Translator, kind: DrawingKind): Promise<DrawingsJudged> {
  printNote('Judging the twelve drawings ...');
  const shown: ShownDrawing[] = [];
  const judged = await judgeDrawings(translator, kind, (drawing) => shown.push(drawing));
  await writeAtomically(join(folder, DRAWINGS_FILE), await drawSheet(shown));
  return judged;
}

/** The hash of the file that a smaller copy was made from; undefined where there is no such copy. */
async function sourceOf(path: string): Promise<string | undefined> {
  return readModelHeader(path).then(
    ({ metadata }) => metadata.copy?.source.sha256,
    () => undefined,
  );
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

function shortened(path: string): string {
  return relative(process.cwd(), path) || '.';
}
