import { FileError } from '@pix2pix-ts/common/node';
import { openRegularFile } from './read-regular-file.ts';

/** A line of a file and where it is. */
export type FileLine = {
  /** Without its end; null where it is longer than a line can be. */
  readonly text: string | null;
  /** Its first byte. */
  readonly start: number;
  /** The first byte after it. */
  readonly end: number;
  /** Whether its end is there: the last line of a file that is being written may be cut off. */
  readonly isWhole: boolean;
};

/** In bytes. A file that is not text may have no line end at all, and is not to be held in memory. */
const LONGEST = 2 ** 20;

const LINE_FEED = 10;

/**
 * The lines of a file one by one, however many there are; `from` and `to` are bytes, each at the beginning of a line.
 *
 * @throws FileError where it cannot be read
 */
export async function* fileLines(path: string, from = 0, to = Number.POSITIVE_INFINITY): AsyncGenerator<FileLine> {
  if (to <= from) return;
  let [start, length] = [from, 0];
  let pieces: Buffer[] = [];
  const text = () => (length > LONGEST ? null : Buffer.concat(pieces).toString());
  for await (const chunk of readChunks(path, from, to)) {
    for (let at = 0; at < chunk.length; ) {
      const found = chunk.indexOf(LINE_FEED, at);
      const piece = chunk.subarray(at, found < 0 ? chunk.length : found);
      length += piece.length;
      if (length <= LONGEST) pieces.push(piece);
      else pieces = [];
      if (found < 0) break;
      yield { text: text(), start, end: start + length + 1, isWhole: true };
      at = found + 1;
      start += length + 1;
      length = 0;
      pieces = [];
    }
  }
  if (length > 0) yield { text: text(), start, end: start + length, isWhole: false };
}

/** A file's bytes in pieces. @throws FileError where it cannot be read */
export async function* readChunks(path: string, from = 0, to = Number.POSITIVE_INFINITY): AsyncGenerator<Buffer> {
  try {
    const file = await openRegularFile(path);
    yield* file.createReadStream({ start: from, end: to - 1 }); // closes the file
  } catch (error) {
    throw new FileError('read', path, error);
  }
}
