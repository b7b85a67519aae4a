import { extname, parse, resolve } from 'node:path';
import { DataError } from '@pix2pix-ts/data';
import { pagesIn } from '@pix2pix-ts/data/node';
import type { Translator } from '@pix2pix-ts/pix2pix';
import { translateStoredFiles } from '@pix2pix-ts/pix2pix/node';
import type { GlobalOptions } from '../cli/global-options.ts';
import { printEvent } from '../cli/output.ts';
import { startProgress } from '../cli/progress.ts';
import { isOfOneFile } from '../files/is-of-one-file.ts';
import type { PictureReading } from '../models/picture-reading.ts';
import { inputsBeside } from './inputs-beside.ts';
import type { TranslationPlan } from './plan-translation.ts';
import type { TranslateRequest } from './translate-request.ts';

/**
 * Translates pictures as they are stored, for a model that was trained on such; each page of a TIFF, where those were pairs,
 * becomes `NAME-1` and so on. Returns which could not be done; each of these is named.
 */
export async function translateAsStored(
  translator: Translator,
  { planned, bad: unplanned }: TranslationPlan,
  { dropout }: TranslateRequest,
  { json }: GlobalOptions,
  signal: AbortSignal,
): Promise<string[]> {
  const { inputs = [], pages } = translator.metadata.pictures ?? {};
  const bad = unplanned.map(({ from }) => from);
  const filesFor = inputsBeside(inputs);
  const progress = startProgress({ title: 'Translating', total: planned.length, unit: 'images' });
  const sources = new Set(planned.map(({ from }) => resolve(from)));
  try {
    for (const { reason } of unplanned) progress.print(reason);
    for (const [i, { from, to }] of planned.entries()) {
      signal.throwIfAborted();
      try {
        const files = await filesFor(from);
        const count = pages === 'pairs' ? await pagesIn(from) : 1;
        for (let page = 0; page < count; page++) {
          const result = count === 1 ? to : numbered(to, page + 1);
          if (sources.has(resolve(result)))
            throw new DataError(`Expected another place than that of an input for ${result}. Choose another --out.`);
          await translateStoredFiles(translator, files, result, { dropout, signal, ...(count > 1 && { page }) });
          if (json) printEvent({ type: 'image', input: from, output: result });
        }
      } catch (error) {
        if (!(error instanceof DataError) && !isOfOneFile(error)) throw error;
        bad.push(from);
        progress.print(error.message);
      }
      progress.update(i + 1);
    }
  } finally {
    progress.stop();
  }
  return bad;
}

function numbered(path: string, page: number): string {
  const { dir, name, ext } = parse(path);
  return `${dir}/${name}-${page}${ext}`;
}

/** What a result's name ends in: as the input's where that keeps values, and what can hold the result. */
export function storedEnding({ generator, pictures }: PictureReading, from: string): string {
  const isForPictures = [1, 3, 4].includes(generator.outChannels) && pictures?.depth !== 32;
  if (!isForPictures) return '.npy';
  const own = extname(from).toLowerCase();
  return ['.tif', '.tiff', '.npy'].includes(own) ? own : '.png';
}
