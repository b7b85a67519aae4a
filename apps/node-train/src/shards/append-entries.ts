import { type FileHandle, open, stat } from 'node:fs/promises';
import { UsageError } from '../cli/usage-error.ts';
import { FileError } from '../files/file-error.ts';
import { type ManifestEntry, manifestLine } from './manifest.ts';

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
