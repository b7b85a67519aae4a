import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Files a command: dd takes one, and eight of them at a time are quick enough. */
const AT_ONCE = 8;

/** What is known of the system's copy of the files in memory. */
export type PageCache = 'dropped' | 'asked to drop' | 'warm';

/**
 * Asks the system to forget what it keeps of the files below a folder, so that the next reader goes to the disk. Any user
 * may ask this of their own files, with GNU dd; where there is none, as on Windows and macOS, the answer is `warm`.
 * `dropped` only where fincore confirms that nothing is left.
 */
export async function dropPageCache(folder: string): Promise<PageCache> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  try {
    for (let at = 0; at < files.length; at += AT_ONCE) {
      const some = files.slice(at, at + AT_ONCE);
      await Promise.all(some.map((file) => run('dd', [`if=${file}`, 'iflag=nocache', 'count=0', 'status=none'])));
    }
  } catch {
    return 'warm';
  }
  return await cachedBytes(files).then(
    (bytes) => (bytes === 0 ? 'dropped' : 'warm'),
    () => 'asked to drop' as const,
  );
}

/** How many bytes of the files are in memory, as util-linux's fincore counts them. */
async function cachedBytes(files: readonly string[]): Promise<number> {
  let bytes = 0;
  for (let at = 0; at < files.length; at += 200) {
    const some = files.slice(at, at + 200);
    const { stdout } = await run('fincore', ['--bytes', '--noheadings', '--output', 'RES', ...some]);
    for (const line of stdout.trim().split('\n')) bytes += Number(line);
  }
  return bytes;
}
