import { UsageError } from '@pix2pix-ts/common/node';

/** One of the equal shares of a list, from 1 to `count`. */
export type Shard = { readonly index: number; readonly count: number };

/** The whole list. */
export const WHOLE: Shard = { index: 1, count: 1 };

/** Each shard has a file of its own. */
export const MOST_SHARDS = 100_000;

/** The value of `--shard`, such as `3/64`. */
export function shardChoice(text: string): Shard {
  const [, index, count] = (/^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []).map(Number);
  if (index !== undefined && count !== undefined && index >= 1 && index <= count && count <= MOST_SHARDS)
    return { index, count };
  throw new UsageError(
    `Expected --shard to be I/N with I from 1 to N, N at most ${MOST_SHARDS}, got '${text}'. Use 1/64 to 64/64, for example.`,
  );
}

/** Whether a line of the list is this shard's: they take turns, so that all have as much to do. */
export function isOwn({ index, count }: Shard, line: number): boolean {
  return line % count === index % count;
}
