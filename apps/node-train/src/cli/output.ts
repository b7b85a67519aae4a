import { printable, printableJson } from './printable.ts';

let silent = false;

/** Makes this process say nothing, or speak again: of several that do the same work, one speaks. */
export function setSilent(value: boolean): void {
  silent = value;
}

/** Whether this process says nothing. */
export function isSilent(): boolean {
  return silent;
}

/** A result, for people or for the next program: a line, or lines, on stdout. */
export function printResult(text: string): void {
  if (!silent) process.stdout.write(`${printable(text)}\n`);
}

/** A result or an event under `--json`: one line of JSON on stdout. */
export function printEvent(event: object): void {
  printResult(printableJson(event));
}

/** What the reader should know meanwhile: a line on stderr. */
export function printNote(text: string): void {
  if (!silent) process.stderr.write(`${printable(text)}\n`);
}
