import { constants, openSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import { MOST_BYTES, readSmallFile, tooLarge } from './read-small-file.ts';

/** How long a pipe may say nothing: its other end may belong to nobody. */
const SILENCE_MS = 5000;

/**
 * The text of a small file that a person names, which may also be a pipe, as in `--config <(make-config)`.
 *
 * @throws as {@link readSmallFile}, and an error with the code ETIMEDOUT where nothing comes through a pipe for five seconds
 */
export async function readSmallInput(path: string, silenceMs = SILENCE_MS): Promise<string> {
  const isPipe = await stat(path).then(
    (found) => found.isFIFO(),
    () => false,
  );
  return isPipe ? readPipe(path, silenceMs) : readSmallFile(path);
}

async function readPipe(path: string, silenceMs: number): Promise<string> {
  // Opening would wait for the other end, and so would a plain read, which nothing ends, not even the process's exit.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const socket = new Socket({ fd, readable: true, writable: false }); // which closes it
  socket.setTimeout(silenceMs, () => socket.destroy(Object.assign(new Error('ETIMEDOUT'), { code: 'ETIMEDOUT' })));
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of socket) {
    pieces.push(piece);
    length += piece.length;
    if (length > MOST_BYTES) throw tooLarge(path);
  }
  return String(Buffer.concat(pieces));
}
