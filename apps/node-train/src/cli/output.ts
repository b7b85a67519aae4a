import { printableJson, printableLine, writeOutput } from '@pix2pix-ts/common/node';

let silent = false;
/** The line beneath everything that is printed, such as a bar; only on a terminal. */
let status = '';

/** Makes this process say nothing, or speak again: of several that do the same work, one speaks. */
export function setSilent(value: boolean): void {
  silent = value;
}

/** Whether stderr takes a line that is redrawn in place: a terminal that was not asked to be plain. */
export function hasStatusLine({ TERM, NO_COLOR }: NodeJS.ProcessEnv = process.env): boolean {
  return process.stderr.isTTY === true && !silent && TERM !== 'dumb' && !NO_COLOR;
}

/**
 * Draws this line beneath what is printed, of at most that many columns, or takes it away with ''. Only where
 * {@link hasStatusLine}.
 */
export function setStatus(line: string, columns = 0): void {
  const text = printableLine(line).slice(0, columns);
  if (text === status) return;
  writeOutput(process.stderr, text === '' ? CLEAR : `\r${text}${CLEAR_REST}`);
  status = text;
}

const CLEAR = '\r\x1b[K';
const CLEAR_REST = '\x1b[K';

/**
 * What is printed: a line, or several as a list of them. A string is one line whatever it holds, so that a name with a line
 * feed in it begins no line of its own.
 */
type Lines = string | readonly string[];

/** A result for people: a line, or lines, on stdout. */
export function printResult(lines: Lines): void {
  writeResult(textOf(lines));
}

/** A result or an event under `--json`: one line of JSON on stdout, complete however long it is. */
export function printEvent(event: object): void {
  writeResult(`${printableJson(event)}\n`);
}

/** What the reader should know meanwhile: a line, or lines, on stderr, above the bar. */
export function printNote(lines: Lines): void {
  if (silent) return;
  const text = textOf(lines);
  writeOutput(process.stderr, status === '' ? text : `${CLEAR}${text}${status}`);
}

function textOf(lines: Lines): string {
  return [lines]
    .flat()
    .map((line) => `${printableLine(line)}\n`)
    .join('');
}

function writeResult(text: string): void {
  if (silent) return;
  const isShared = status !== '' && process.stdout.isTTY;
  if (isShared) writeOutput(process.stderr, CLEAR);
  writeOutput(process.stdout, text);
  if (isShared) writeOutput(process.stderr, status);
}
