import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError } from '@pix2pix-ts/common/node';
import type { Raster } from '@pix2pix-ts/data';
import type { FolderPairs } from '@pix2pix-ts/data/node';
import type { RankFacts } from './compare-ranks.ts';

/** How many files are looked at together. */
const AT_ONCE = 64;

/**
 * What distinguishes two folders that should be the same: how many pairs, their names in order, and how many bytes each file
 * has. Times of change do not count, a copy has others.
 */
export async function describePairs({ folder, names, files }: FolderPairs<Raster>): Promise<RankFacts> {
  const paths = files.flat();
  const sizes: number[] = [];
  for (let i = 0; i < paths.length; i += AT_ONCE)
    sizes.push(...(await Promise.all(paths.slice(i, i + AT_ONCE).map((path) => sizeOf(join(folder, path))))));
  return {
    'number of pairs': names.length,
    'names of the pairs (as a hash)': shortHash(names),
    'sizes of their files (as a hash)': shortHash(sizes),
  };
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    throw new FileError('read', path, error);
  }
}

function shortHash(values: readonly (string | number)[]): string {
  return createHash('sha256').update(values.join('\n')).digest('hex').slice(0, 8);
}
