/** A result, for people or for the next program: a line, or lines, on stdout. */
export function printResult(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** A result or an event under `--json`: one line of JSON on stdout. */
export function printEvent(event: object): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

/** What the reader should know meanwhile: a line on stderr. */
export function printNote(text: string): void {
  process.stderr.write(`${text}\n`);
}
