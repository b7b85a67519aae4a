import { join } from 'node:path';
import { expect } from '@jest/globals';
import { stateOf, weightDifferences } from './run-weights.ts';
import { trainRanks } from './train-ranks.ts';

/**
 * Trains five steps on 1, 2, 2 again and 4 ranks, and expects the weights of one process from all of them, and the same
 * bytes from the two that are equal.
 */
export async function expectSameWeights(scratch: string, flags: readonly string[]): Promise<void> {
  for (const [name, count] of [
    ['one', 1],
    ['two', 2],
    ['again', 2],
    ['four', 4],
  ] as const) {
    const args = [...flags, '--steps', '5', '--out', join(scratch, name)];
    const { exitCode, stdout, stderr } = await trainRanks(count, args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr });
    // One rank speaks for all.
    expect(stdout.match(/"type":"end"/g)).toHaveLength(1);
    expect(stderr.match(/Engine:/g)).toHaveLength(1);
  }
  expect((await stateOf(join(scratch, 'again'))).equals(await stateOf(join(scratch, 'two')))).toBe(true);
  for (const name of ['two', 'four']) {
    const differences = Object.entries(await weightDifferences(join(scratch, 'one'), join(scratch, name)));
    expect(differences.length).toBeGreaterThan(15);
    expect(differences.filter(([, difference]) => !(difference <= 1e-5))).toEqual([]);
  }
}
