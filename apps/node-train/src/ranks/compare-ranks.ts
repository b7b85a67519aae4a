import { UsageError } from '@pix2pix-ts/common/node';
import type { World } from '@pix2pix-ts/distributed';

/** What must be the same on every rank, by the name under which a difference is reported. */
export type RankFacts = Readonly<Record<string, unknown>>;

/**
 * Compares what the ranks are about to do, which must be the same thing.
 *
 * @throws UsageError on every rank that names the first difference from the first rank
 */
export function compareRanks(world: World, facts: RankFacts): void {
  const [first = {}, ...others] = world.allGather(JSON.stringify(facts)).map((text): RankFacts => JSON.parse(text));
  for (const [i, other] of others.entries()) {
    const difference = firstDifference(first, other);
    if (difference === null) continue;
    const { name, values } = difference;
    throw new UsageError(
      `Expected the same ${name} on every rank, got ${show(values[0])} on rank 0 and ${show(values[1])} on rank ${i + 1}. Start all of them the same way.`,
    );
  }
}

/** The name of the first value that differs, objects looked into, and both values. */
export function firstDifference(one: RankFacts, other: RankFacts): { name: string; values: [unknown, unknown] } | null {
  for (const name of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const values: [unknown, unknown] = [one[name], other[name]];
    if (JSON.stringify(values[0]) === JSON.stringify(values[1])) continue;
    if (!values.every(isRecord)) return { name, values };
    const inside = firstDifference(values[0] as RankFacts, values[1] as RankFacts);
    if (inside !== null) return { ...inside, name: `${name}.${inside.name}` };
  }
  return null;
}

function isRecord(value: unknown): value is RankFacts {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  return value === undefined ? 'none' : JSON.stringify(value);
}
