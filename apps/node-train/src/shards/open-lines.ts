import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DataError, type Pixels } from '@pix2pix-ts/data';
import { decodeImage, type ListLine } from '@pix2pix-ts/data/node';
import { printPictureNote } from '../pairs/picture-note.ts';
import { type ListEntry, readListLine, shardLines } from './list-lines.ts';
import { isBad, type ManifestEntry } from './manifest.ts';
import type { Shard } from './shard.ts';

/** A line that is to be done: with its images, or why it cannot be. */
export type OpenLine =
  | { readonly number: number; readonly entry: ListEntry; readonly image: Pixels; readonly target: Pixels | undefined }
  | { readonly number: number; readonly error: string };

/**
 * A shard's lines that are not done: those without an entry, with a bad one, or whose result is not there any more. List and
 * entries are read side by side.
 */
export async function* openLines(
  list: string,
  shard: Shard,
  known: AsyncIterator<ManifestEntry>,
  out: string,
): AsyncGenerator<ListLine> {
  let entry = await known.next();
  for await (const line of shardLines(list, shard)) {
    while (!entry.done && entry.value.line < line.number) entry = await known.next();
    const isDone = !entry.done && entry.value.line === line.number && (await isThere(entry.value, out));
    if (!isDone) yield line;
  }
}

async function isThere(entry: ManifestEntry, out: string): Promise<boolean> {
  if (isBad(entry)) return false;
  const found = await stat(join(out, entry.out)).catch(() => undefined);
  return found?.isFile() ?? false;
}

/** The lines with their images; those of the next line are decoded while one is translated. */
export async function* decodedLines(lines: AsyncGenerator<ListLine>, list: string): AsyncGenerator<OpenLine> {
  const decodeNext = async () => {
    const { done, value } = await lines.next();
    return done ? undefined : decodeLine(value, dirname(list));
  };
  let next = decodeNext();
  try {
    for (;;) {
      const line = await next;
      if (!line) return;
      next = decodeNext();
      next.catch(() => {}); // reported when its turn comes
      yield line;
    }
  } finally {
    await next.catch(() => {});
    await lines.return(undefined);
  }
}

async function decodeLine({ number, text }: ListLine, folder: string): Promise<OpenLine> {
  try {
    const entry = readListLine(text, folder);
    const [image, target] = await Promise.all([
      decodeImage(entry.a, { onNote: printPictureNote }),
      entry.b === undefined ? undefined : decodeImage(entry.b, { onNote: printPictureNote }),
    ]);
    return { number, entry, image, target };
  } catch (error) {
    if (error instanceof DataError) return { number, error: error.message };
    throw error;
  }
}
