import { printEvent, printNote } from './output.ts';

/** Tells in one line on stderr why a command ends; its stack only under `--verbose`; under `--json` also as an event. */
export function tellError(
  error: unknown,
  exitCode: number,
  { json, verbose }: { json: boolean; verbose: boolean },
  message = messageOf(error),
): void {
  if (json) printEvent({ type: 'error', message, exitCode });
  printNote(verbose ? detailsOf(error) : message);
}

/** Errors of the language: the user can do nothing about them. */
const FAULTS = new Set(['TypeError', 'ReferenceError', 'SyntaxError', 'AssertionError']);

/** What went wrong, in one line. */
export function messageOf(error: unknown): string {
  const { name = '', message = String(error) } = (error ?? {}) as Partial<Error>;
  const line = message.replace(/\s*\n\s*/g, ' ').trim() || 'no reason was given';
  if (!FAULTS.has(name)) return line;
  return `Something went wrong inside pix2pix: ${line}. Please report it, with the output of --verbose.`;
}

/** The stack of an error and of what caused it, line by line; its message is one line, because it may look like a stack. */
function detailsOf(error: unknown): string[] {
  const { stack = String(error), message = '', cause } = (error ?? {}) as Partial<Error>;
  const own = stack.replace(message, () => message.replaceAll('\n', ' ')).split('\n');
  if (cause === undefined) return own;
  const [first = '', ...others] = detailsOf(cause);
  return [...own, `caused by ${first}`, ...others];
}
