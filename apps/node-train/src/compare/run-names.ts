import { realpathSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { UsageError } from '@pix2pix-ts/common/node';

/**
 * What the runs are called: the names of their folders, with as many of the folders above as it takes to tell them apart.
 *
 * @throws UsageError where a folder is named twice
 */
export function runNames(folders: readonly string[]): string[] {
  const paths = folders.map(realPath);
  const twice = folders.find((_, i) => paths.indexOf(paths[i] as string) < i);
  if (twice !== undefined) throw new UsageError(`Expected each run once, got ${twice} twice. Leave it out once.`);
  const parts = paths.map((path) => path.split(sep).filter(Boolean));
  const nameOf = (path: readonly string[], count: number) => path.slice(-count).join('/');
  return parts.map((path) => {
    let count = 1;
    const isTaken = () => parts.some((other) => other !== path && nameOf(other, count) === nameOf(path, count));
    while (count < path.length && isTaken()) count++;
    return nameOf(path, count);
  });
}

/** Where a link leads, too; a folder that is not there is reported when it is read. */
function realPath(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return resolve(folder);
  }
}
