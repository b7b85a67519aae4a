import { createHash } from 'node:crypto';
import { UsageError } from '@pix2pix-ts/common/node';
import { fileLines, readChunks } from '../files/file-lines.ts';
import { isOwn, type Shard } from './shard.ts';

/** A line of a list by its number, from 1. */
export type ListLine = { readonly number: number; readonly text: string | null };

/** How UTF-16 begins when it is read as UTF-8: its mark, or without one a NUL next to the first character. */
const UTF_16 = /^(\uFFFD\uFFFD|\0?[\s{]\0)/;

/** The lines of a list that are a shard's, empty ones left out. @throws FileError where it cannot be read; UsageError for UTF-16 */
export async function* shardLines(path: string, shard: Shard): AsyncGenerator<ListLine> {
  let number = 0;
  for await (const { text } of fileLines(path)) {
    number++;
    if (number === 1 && UTF_16.test(text ?? '')) {
      throw new UsageError(`Expected a list in UTF-8 in ${path}, got UTF-16. Save it as UTF-8.`);
    }
    if (isOwn(shard, number) && text?.trim() !== '') yield { number, text: number === 1 ? withoutMark(text) : text };
  }
}

/** How many images a shard has to do. @throws FileError where the list cannot be read */
export async function countLines(path: string, shard: Shard): Promise<number> {
  let count = 0;
  for await (const _ of shardLines(path, shard)) count++;
  return count;
}

/** The SHA-256 of a file, in hexadecimal digits. @throws FileError where it cannot be read */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of readChunks(path)) hash.update(chunk);
  return hash.digest('hex');
}

/** Some editors begin a file with a mark of its byte order. */
function withoutMark(text: string | null): string | null {
  return text?.replace(/^\uFEFF/, '') ?? null;
}
