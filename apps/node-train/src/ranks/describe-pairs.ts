import { createHash } from 'node:crypto';
import type { PairSource } from '@pix2pix-ts/data';

/** How many pairs, and a short hash of their names in order: enough to tell two folders apart that should be the same. */
export function describePairs({ names }: PairSource): string {
  const hash = createHash('sha256').update(names.join('\n')).digest('hex');
  return `${names.length} pairs (names ${hash.slice(0, 8)})`;
}
