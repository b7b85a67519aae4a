import { removeLeftovers } from '@pix2pix-ts/common/node';
import { DataError } from '@pix2pix-ts/data';
import type { Translator } from '@pix2pix-ts/pix2pix';
import { translateFile } from '@pix2pix-ts/pix2pix/node';
import type { GlobalOptions } from '../cli/global-options.ts';
import { printEvent, printNote } from '../cli/output.ts';
import { type Progress, startProgress } from '../cli/progress.ts';
import { isOfOneFile } from '../files/is-of-one-file.ts';
import { printPictureNote } from '../pairs/picture-note.ts';
import type { PlannedImage, TranslationPlan } from './plan-translation.ts';
import type { TranslateRequest } from './translate-request.ts';

/**
 * Translates images of any size one after the other, each tile by tile from its file into the result's, with a bar of its own.
 * Returns which could not be done; each of these is named when its turn comes.
 *
 * @throws the signal's reason, and what concerns every image, such as a full disk; no half file is left
 */
export async function translateTiles(
  translator: Translator,
  { planned, bad: unplanned }: TranslationPlan,
  request: TranslateRequest,
  { json }: GlobalOptions,
  signal: AbortSignal,
): Promise<string[]> {
  await removeLeftovers(request.out); // of a killed run, which may be as large as a picture's pixels
  for (const { reason } of unplanned) printNote(reason);
  const bad = unplanned.map(({ from }) => from);
  for (const [i, image] of planned.entries()) {
    signal.throwIfAborted();
    const title = planned.length === 1 ? 'Translating' : `Translating image ${i + 1}/${planned.length}:`;
    const failure = await translateOne(translator, image, title, request, signal);
    if (!failure && json) printEvent({ type: 'image', input: image.from, output: image.to });
    if (!failure) continue;
    bad.push(image.from);
    printNote(failure.message);
  }
  return bad;
}

/** Why an image could not be read or written. */
async function translateOne(
  translator: Translator,
  { from, to }: PlannedImage,
  title: string,
  { dropout, tile }: TranslateRequest,
  signal: AbortSignal,
): Promise<Error | undefined> {
  let progress: Progress | undefined;
  const onProgress = ({ done, total }: { done: number; total: number }) => {
    progress ??= startProgress({ title, total, unit: total === 1 ? 'tile' : 'tiles' });
    progress.update(done, `${Math.floor((100 * done) / total)} %`);
  };
  try {
    await translateFile(translator, from, to, {
      fit: 'tile',
      dropout,
      tile,
      signal,
      onProgress,
      onNote: printPictureNote,
    });
    return undefined;
  } catch (error) {
    if (error instanceof DataError || isOfOneFile(error)) return error;
    throw error;
  } finally {
    progress?.stop();
  }
}
