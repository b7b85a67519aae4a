import { join } from 'node:path';
import { DataError } from '@pix2pix-ts/data';
import { encodePng } from '@pix2pix-ts/data/node';
import { compareImages } from '@pix2pix-ts/metrics';
import type { Translator } from '@pix2pix-ts/pix2pix';
import { isOfOneFile } from '../files/is-of-one-file.ts';
import { targetFor, translatePixels } from '../pictures/translate-pixels.ts';
import type { ManifestEntry, ManifestHeader } from './manifest.ts';
import type { Appender } from './manifest-file.ts';
import type { OpenLine } from './open-lines.ts';
import { placeResult } from './place-result.ts';

/** Entries that are written to the manifest at once: as much is done again after a kill. */
const AT_ONCE = 8;

/** @see translateShard */
export type TranslateShardOptions = {
  lines: AsyncIterable<OpenLine>;
  out: string;
  header: ManifestHeader;
  manifest: Appender;
  /** Stays the caller's. */
  translator: Translator;
  /** Called with what became of each line, in their order. */
  onEntry: (entry: ManifestEntry) => void;
  signal: AbortSignal;
};

/**
 * Translates lines one after the other and writes down what became of each; a result is encoded and saved while the next one
 * is worked out. One image at a time, because how an engine rounds may depend on what else is in a batch, and shards are to
 * give the same files as one process.
 *
 * @throws FileError where the disk is full or fails, the signal's reason; the manifest says what was done until then
 */
export async function translateShard(options: TranslateShardOptions): Promise<void> {
  const { lines, manifest, onEntry, signal } = options;
  const entries: ManifestEntry[] = [];
  let saving: Promise<ManifestEntry> | undefined;
  const settle = async () => {
    const pending = saving;
    saving = undefined;
    if (!pending) return;
    const entry = await pending;
    entries.push(entry);
    onEntry(entry);
  };
  const flush = () => manifest.append(entries.splice(0));
  try {
    for await (const line of lines) {
      signal.throwIfAborted();
      const work = await workOn(line, options);
      await settle();
      if (entries.length >= AT_ONCE) await flush();
      saving = work();
      saving.catch(() => {}); // reported when it is waited for
    }
    await settle();
    await flush();
  } catch (error) {
    // What is done by now is worth recording; the error that led here is the one to tell.
    await settle()
      .then(flush)
      .catch(() => flush().catch(() => {}));
    throw error;
  }
}

/** Translates a line's image, and returns what saves the result. */
async function workOn(
  line: OpenLine,
  { translator, out, header }: TranslateShardOptions,
): Promise<() => Promise<ManifestEntry>> {
  const { number } = line;
  if ('error' in line) return async () => ({ line: number, error: line.error });
  const { entry, image, target } = line;
  const { dropout, fit, tile } = header;
  const { output, result } = await translatePixels(translator, image, { dropout: dropout ?? undefined, fit, tile });
  const metrics = target && compareImages(output, targetFor(output, target, image, fit));
  const mark = { listHash: header.listHash, line: number, modelHash: header.modelHash };
  return async () => {
    try {
      await placeResult(join(out, entry.out), await encodePng(result), mark);
      return { line: number, out: entry.out, ...(metrics && { metrics }) };
    } catch (error) {
      if (isOfOneLine(error)) return { line: number, error: error.message };
      throw error;
    }
  };
}

/** A name that is taken or cannot be is a matter of its line; a disk that is full, of all. */
function isOfOneLine(error: unknown): error is Error {
  return error instanceof DataError || isOfOneFile(error);
}
