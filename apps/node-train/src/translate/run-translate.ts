import { FileError, makeFolder, UsageError, writeAtomically } from '@pix2pix-ts/common/node';
import { DataError, type Pixels } from '@pix2pix-ts/data';
import { decodeImage, encodePng } from '@pix2pix-ts/data/node';
import type { ModelMetadata } from '@pix2pix-ts/models';
import { checkTileSide, type Translator } from '@pix2pix-ts/pix2pix';
import { loadTranslator } from '@pix2pix-ts/pix2pix/node';
import type { GlobalOptions } from '../cli/global-options.ts';
import { printEvent, printNote, printResult } from '../cli/output.ts';
import { startProgress } from '../cli/progress.ts';
import { untilStopped } from '../cli/stop-signal.ts';
import { startEngine } from '../engines/start-engine.ts';
import { isOfOneFile } from '../files/is-of-one-file.ts';
import { licenceNote } from '../models/licence-note.ts';
import { modelFile } from '../models/model-file.ts';
import { type PictureReading, pictureReading } from '../models/picture-reading.ts';
import { printPictureNote } from '../pairs/picture-note.ts';
import { translatePixels } from '../pictures/translate-pixels.ts';
import { pathsOfFirstInputs } from './inputs-beside.ts';
import { type PlannedImage, planTranslation, type TranslationPlan } from './plan-translation.ts';
import type { TranslateRequest } from './translate-request.ts';
import { storedEnding, translateAsStored } from './translate-stored.ts';
import { translateTiles } from './translate-tiles.ts';

/**
 * Translates every image and prints how many. One that cannot be read or written is named, and the others are translated.
 *
 * @throws UsageError at the end, where some could not be read or written
 */
export async function runTranslate(request: TranslateRequest, globals: GlobalOptions): Promise<void> {
  const { images, out, allowNonFinite } = request;
  const model = await modelFile(request.model);
  await untilStopped(async (signal) => {
    const reading = await pictureReading(model);
    const pictures = reading?.pictures?.lab ? undefined : reading?.pictures;
    const paths = pathsOfFirstInputs(images, pictures?.inputs ?? []);
    const plan = await planTranslation(
      paths,
      out,
      pictures && ((from) => storedEnding(reading as PictureReading, from)),
    );
    const engine = ({ generator }: ModelMetadata) => startEngine(globals, { kind: 'translate', generator });
    const translator = await loadTranslator(model, { engine, allowNonFinite, compile: globals.compile });
    try {
      if (request.tile !== undefined) checkTileSide(translator.metadata, request.tile);
      await makeOutFolder(out);
      const started = performance.now();
      if (pictures && request.fit !== undefined && request.fit !== 'stretch')
        throw new UsageError(
          `Expected --fit stretch with a model of pictures as they are stored, got ${request.fit}. Leave it out.`,
        );
      const work = pictures ? translateAsStored : request.fit === 'tile' ? translateTiles : translateAll;
      const bad = await work(translator, plan, request, globals, signal);
      const total = plan.planned.length + plan.bad.length;
      const done = total - bad.length;
      report(
        { images: done, bad: bad.length, out, seconds: (performance.now() - started) / 1000 },
        translator,
        globals,
      );
      if (bad.length > 0) {
        const names = bad.slice(0, 5).join(', ') + (bad.length > 5 ? ` and ${bad.length - 5} more` : '');
        throw new UsageError(`Expected ${total} images, got ${bad.length} bad: ${names}. The others are done.`);
      }
    } finally {
      translator.dispose();
    }
  });
}

/** Returns which images could not be done. The next image is decoded while one is translated. */
async function translateAll(
  translator: Translator,
  { planned, bad: unplanned }: TranslationPlan,
  { dropout, fit }: TranslateRequest,
  { json }: GlobalOptions,
  signal: AbortSignal,
): Promise<string[]> {
  const bad = unplanned.map(({ from }) => from);
  const progress = startProgress({ title: 'Translating', total: planned.length, unit: 'images' });
  const leaveOut = (from: string, { message }: Error) => {
    bad.push(from);
    progress.print(message);
  };
  try {
    for (const { reason } of unplanned) progress.print(reason);
    let next = decode(planned[0]);
    for (const [i, { from, to }] of planned.entries()) {
      signal.throwIfAborted();
      const image = await next;
      next = decode(planned[i + 1]);
      if (image instanceof DataError) {
        leaveOut(from, image);
      } else if (image) {
        const { result } = await translatePixels(translator, image, { dropout, fit });
        const failure = await write(to, await encodePng(result));
        if (failure) leaveOut(from, failure);
        else if (json) printEvent({ type: 'image', input: from, output: to });
      }
      progress.update(i + 1);
    }
  } finally {
    progress.stop();
  }
  return bad;
}

/** An image, or why it cannot be read; an error of another kind is thrown when its turn comes. */
function decode(planned?: PlannedImage): Promise<Pixels | DataError | undefined> {
  if (!planned) return Promise.resolve(undefined);
  const decoding = decodeImage(planned.from, { onNote: printPictureNote }).catch((error) => {
    if (error instanceof DataError) return error;
    throw error;
  });
  decoding.catch(() => {});
  return decoding;
}

/** Why a result could not be written; an error that concerns every result is thrown. */
async function write(to: string, png: Uint8Array): Promise<FileError | undefined> {
  try {
    await writeAtomically(to, png);
    return undefined;
  } catch (error) {
    if (isOfOneFile(error)) return error;
    throw error;
  }
}

async function makeOutFolder(out: string): Promise<void> {
  try {
    await makeFolder(out);
  } catch (error) {
    throw new FileError('write', out, error);
  }
}

type Done = { images: number; bad: number; out: string; seconds: number };

function report({ images, bad, out, seconds }: Done, translator: Translator, { json }: GlobalOptions): void {
  const { licence } = translator.metadata;
  if (json) printEvent({ type: 'done', images, bad, out, seconds, licence });
  else printResult(`Translated ${images} ${images === 1 ? 'image' : 'images'} into ${out} in ${seconds.toFixed(1)} s.`);
  const note = licenceNote(licence);
  if (note && !json) printNote(note);
}
