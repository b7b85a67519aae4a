import { type FileLine, fileLines } from '@pix2pix-ts/data/node';

/**
 * The lines of a log that is still being written, from a byte on, without the last one where it is not complete; none before there
 * is a log.
 *
 * @throws FileError where it cannot be read
 */
export async function* wholeLines(path: string, from = 0): AsyncGenerator<FileLine> {
  try {
    for await (const line of fileLines(path, from)) {
      if (!line.isWhole) return;
      yield line;
    }
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
  }
}
