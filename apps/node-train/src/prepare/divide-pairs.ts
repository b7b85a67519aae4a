import { SPLITS, type Split, splitOf } from '@pix2pix-ts/data';
import { shuffledIndices } from '@pix2pix-ts/random';
import type { UndrawnPair } from './data-set.ts';

/** The pairs of each split, by the hash of their families where nothing else is said; with a limit, a fair and always equal choice of each. */
export function dividePairs(
  pairs: readonly UndrawnPair[],
  limit: number | null,
): Readonly<Record<Split, readonly UndrawnPair[]>> {
  const of = (split: Split) =>
    pairs.filter(({ side }) => ('split' in side ? side.split : splitOf(side.family)) === split);
  const all = { train: of('train'), val: of('val'), test: of('test') };
  if (limit === null || limit >= pairs.length) return all;
  const twentieth = Math.max(1, Math.round(limit / 20));
  const counts = { train: limit - 2 * twentieth, val: twentieth, test: twentieth };
  const [train, val, test] = SPLITS.map((split) => choose(all[split], counts[split]));
  return { train, val, test } as Record<Split, readonly UndrawnPair[]>;
}

function choose(pairs: readonly UndrawnPair[], count: number): UndrawnPair[] {
  const order = [...shuffledIndices(pairs.length, 'limit')].slice(0, count);
  return order.map((index) => pairs[index] as UndrawnPair);
}
