import { type FileHandle, open, stat } from 'node:fs/promises';
import { FILE_SYSTEM, FileError, type FileOperations, UsageError, writeAtomically } from '@pix2pix-ts/common/node';
import { fileLines } from '@pix2pix-ts/data/node';
import { type ManifestEntry, type ManifestHeader, manifestLine, parseEntry, parseHeader } from './manifest.ts';

/** Each time a shard is gone on with its manifest is put in order, so that there are two. */
const MOST_RUNS = 100;

/** A manifest as it is on disk. */
export type Manifest = {
  readonly path: string;
  readonly header: ManifestHeader;
  /** Each run goes through the list from its beginning, and its entries are in order: their first and last bytes. */
  readonly runs: readonly (readonly [from: number, to: number])[];
  /** Whether every line is one of ours; the last one may be cut off. */
  readonly isWhole: boolean;
};

/**
 * Looks through a manifest, in a memory that does not depend on its length.
 *
 * @throws FileError where it cannot be read; UsageError where it is not a manifest
 */
export async function openManifest(path: string): Promise<Manifest> {
  const header = await readHeader(path);
  const starts: number[] = [];
  let [size, last, isWhole] = [0, 0, true];
  for await (const { text, start, end, isWhole: hasEnd } of fileLines(path)) {
    size = end;
    if (start === 0) continue;
    const entry = hasEnd ? parseEntry(text) : null;
    if (!entry) {
      isWhole = false;
      continue;
    }
    if (starts.length === 0 || entry.line <= last) starts.push(start);
    if (starts.length > MOST_RUNS) throw noManifest(path, 'one whose lines are out of order');
    last = entry.line;
  }
  return { path, header, isWhole, runs: starts.map((start, i) => [start, starts[i + 1] ?? size] as const) };
}

/** The first line alone. @throws as {@link openManifest} */
export async function readHeader(path: string): Promise<ManifestHeader> {
  for await (const { text, isWhole } of fileLines(path)) {
    const header = isWhole ? parseHeader(text) : null;
    if (header) return header;
    break;
  }
  throw noManifest(path, 'another file');
}

function noManifest(path: string, got: string): UsageError {
  return new UsageError(`Expected a manifest of translated images in ${path}, got ${got}. Move it away.`);
}

/** The entries by line, the latest of each, while few of them are in memory. */
export async function* latestEntries({ path, runs }: Manifest): AsyncGenerator<ManifestEntry> {
  const readers = runs.map(([from, to]) => entriesBetween(path, from, to));
  try {
    const heads = await Promise.all(readers.map(nextOf));
    for (;;) {
      const line = heads.reduce((least, head) => Math.min(least, head?.line ?? least), Number.POSITIVE_INFINITY);
      if (line === Number.POSITIVE_INFINITY) return;
      const latest = heads.findLast((head) => head?.line === line) as ManifestEntry;
      for (const [i, head] of heads.entries())
        if (head?.line === line) heads[i] = await nextOf(readers[i] as AsyncGenerator<ManifestEntry>);
      yield latest;
    }
  } finally {
    for (const reader of readers) await reader.return(undefined);
  }
}

async function* entriesBetween(path: string, from: number, to: number): AsyncGenerator<ManifestEntry> {
  for await (const { text, isWhole } of fileLines(path, from, to)) {
    const entry = isWhole ? parseEntry(text) : null;
    if (entry) yield entry;
  }
}

async function nextOf(reader: AsyncGenerator<ManifestEntry>): Promise<ManifestEntry | undefined> {
  const { done, value } = await reader.next();
  return done ? undefined : value;
}

/**
 * Opens a manifest to continue it: a line that was cut off is left out, what several runs wrote is put in order.
 *
 * @throws as {@link openManifest}; FileError where the orderly one cannot be written, and the other stays
 */
export async function openInOrder(path: string, fs: FileOperations = FILE_SYSTEM): Promise<Manifest> {
  const found = await openManifest(path);
  if (found.isWhole && found.runs.length < 2) return found;
  await writeAtomically(path, orderlyLines(found), fs);
  return openManifest(path);
}

async function* orderlyLines(manifest: Manifest): AsyncGenerator<Uint8Array> {
  yield Buffer.from(manifestLine(manifest.header));
  for await (const entry of latestEntries(manifest)) yield Buffer.from(manifestLine(entry));
}

/** A manifest that grows at its end. */
export type Appender = {
  /**
   * Writes entries, and returns when they are on the disk.
   *
   * @throws FileError; UsageError where another process writes to the same manifest
   */
  append(entries: readonly ManifestEntry[]): Promise<void>;
  close(): Promise<void>;
};

/** Opens a manifest to write at its end. @throws FileError */
export async function openAppender(path: string): Promise<Appender> {
  const file = await attempt(path, () => open(path, 'a'));
  const opened = await attempt(path, () => file.stat());
  let size = opened.size;
  return {
    async append(entries) {
      if (entries.length === 0) return;
      // Without a lock, which a killed process would leave behind on every machine it may have run on.
      const found = await attempt(path, () => stat(path));
      if (found.ino !== opened.ino || found.size !== size) {
        throw new UsageError(
          `Expected one process per shard, got another one that writes to ${path}. Let it finish, then start this one again.`,
        );
      }
      const bytes = Buffer.from(entries.map(manifestLine).join(''));
      await attempt(path, () => writeAll(file, bytes));
      size += bytes.length;
    },
    close: () => file.close(),
  };
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  await file.appendFile(bytes);
  await file.sync();
}

async function attempt<T>(path: string, operate: () => Promise<T>): Promise<T> {
  try {
    return await operate();
  } catch (error) {
    throw new FileError('write', path, error, '; what was saved before is kept');
  }
}
