/** What a terminal acts on, shows nowhere, or lets reorder a line: control and format characters, but no line feed. */
const UNSEEN = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A stream that cannot be written: its reader is gone, or this error of the system. */
const losses = new Map<NodeJS.WriteStream, 'reader gone' | NodeJS.ErrnoException>();
let isGuarded = false;

/** Keeps a stream that cannot be written from ending the process; {@link lostResults} says why results were lost. */
export function guardOutput(): void {
  if (isGuarded) return;
  isGuarded = true;
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      const isReaderGone = ['EPIPE', 'ECONNRESET'].includes(error.code ?? '') || (error.code === 'EIO' && stream.isTTY);
      if (!losses.has(stream)) losses.set(stream, isReaderGone ? 'reader gone' : error);
    });
}

/**
 * What kept results from stdout, once all that was printed has left; `undefined` where all arrived, or where nobody wanted
 * more of them, as in `| head`.
 */
export async function lostResults(): Promise<NodeJS.ErrnoException | undefined> {
  for (const stream of [process.stdout, process.stderr])
    if (!losses.has(stream)) await new Promise<void>((resolve) => stream.write('', () => resolve()));
  await new Promise((resolve) => setImmediate(resolve)); // an error is reported after the write's own callback
  const loss = losses.get(process.stdout);
  return loss === 'reader gone' ? undefined : loss;
}

/** A result on stdout; names of files and of archives may hold anything, and what is invisible is printed as `\u{1b}`. */
export function printResult(text: string): void {
  write(process.stdout, `${printable(text)}\n`);
}

/** A result as JSON on stdout. */
export function printJson(value: object, indentation?: number): void {
  write(process.stdout, `${printableJson(value, indentation)}\n`);
}

/** What the reader should know meanwhile, on stderr; made printable like a result. */
export function printNote(text: string): void {
  printPiece(`${text}\n`);
}

/** A piece of what a program writes, which need not end a line, on stderr; made printable like a result. */
export function printPiece(text: string): void {
  write(process.stderr, printable(text));
}

/** Text with its line feeds as it may reach a terminal. */
export function printable(text: string): string {
  return text.replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) as number).toString(16)}}`);
}

/** JSON whose strings a terminal shows as they are: the same values, more of their characters escaped. */
export function printableJson(value: object, indentation?: number): string {
  const units = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const text = JSON.stringify(value, null, indentation);
  return text.replace(UNSEEN, (character) => character.split('').map(units).join(''));
}

function write(stream: NodeJS.WriteStream, text: string): void {
  if (!losses.has(stream)) stream.write(text);
}
