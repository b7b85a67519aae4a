let isGuarded = false;
/** What became of a stream that cannot be written: its reader is gone, or this error of the system. */
type Loss = 'reader gone' | NodeJS.ErrnoException;
const losses = new Map<NodeJS.WriteStream, Loss>();

/**
 * Keeps a stdout or stderr that cannot be written from ending the process: work goes on silently, and what the results were
 * lost by is asked for at its end ({@link lostResults}).
 */
export function guardOutput(): void {
  if (isGuarded) return;
  isGuarded = true;
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (!losses.has(stream)) losses.set(stream, isReaderGone(stream, error) ? 'reader gone' : error);
    });
}

/** A closed pipe or socket, or a terminal that was closed. */
function isReaderGone(stream: NodeJS.WriteStream, { code }: NodeJS.ErrnoException): boolean {
  return code === 'EPIPE' || code === 'ECONNRESET' || (code === 'EIO' && stream.isTTY);
}

/** Writes text, printable already, to stdout or stderr, unless that has been lost. */
export function writeOutput(stream: NodeJS.WriteStream, text: string): void {
  if (!losses.has(stream)) stream.write(text);
}

/**
 * What kept results from stdout, once all that was printed has left; undefined where all arrived, or where nobody wanted
 * more of them, as in `| head`.
 */
export async function lostResults(): Promise<NodeJS.ErrnoException | undefined> {
  for (const stream of [process.stdout, process.stderr])
    if (!losses.has(stream)) await new Promise<void>((resolve) => stream.write('', () => resolve()));
  await new Promise((resolve) => setImmediate(resolve)); // an error is reported after the write's own callback
  const loss = losses.get(process.stdout);
  return loss === 'reader gone' ? undefined : loss;
}
