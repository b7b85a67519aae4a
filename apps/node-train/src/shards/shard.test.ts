import { expect, test } from '@jest/globals';
import { isOwn, shardChoice } from './shard.ts';

test.each(['5/4', '0/4', '1', '1/0', '0/0', 'a/b', '-1/4', '1/4/2', ' 1/4', '1/1000000', ''])(
  "--shard '%s' is refused",
  (text) => {
    expect(() => shardChoice(text)).toThrow(
      `Expected --shard to be I/N with I from 1 to N, N at most 100000, got '${text}'.`,
    );
  },
);

test('every line is of one shard, and all have as many but for one', () => {
  const shards = Array.from({ length: 7 }, (_, i) => shardChoice(`${i + 1}/7`));
  const lines = Array.from({ length: 100 }, (_, i) => i + 1);
  const shares = shards.map((shard) => lines.filter((line) => isOwn(shard, line)));
  expect(shares.flat().sort((one, other) => one - other)).toEqual(lines);
  expect(shares.map(({ length }) => length).sort()).toEqual([14, 14, 14, 14, 14, 15, 15]);
  expect(shares[0]?.slice(0, 2)).toEqual([1, 8]);
});
