import { DataError } from '../data-error.ts';
import { fileLines } from './file-lines.ts';

/** A line of a list in JSON lines: its number, from 1, and its text; null where it is longer than a line can be. */
export type ListLine = {
  /** From 1; empty lines count, too. */
  readonly number: number;
  /** Without its end; null where it is longer than a line can be. */
  readonly text: string | null;
};

/** How UTF-16 begins when it is read as UTF-8: its mark, or without one a NUL next to the first character. */
const UTF_16 = /^(\uFFFD\uFFFD|\0?[\s{]\0)/;

/**
 * The lines of a list one by one, empty ones left out.
 *
 * @throws FileError where it cannot be read; DataError for UTF-16
 */
export async function* listLines(path: string): AsyncGenerator<ListLine> {
  let number = 0;
  for await (const { text } of fileLines(path)) {
    number++;
    if (number === 1 && UTF_16.test(text ?? ''))
      throw new DataError(`Expected a list in UTF-8 in ${path}, got UTF-16. Save it as UTF-8.`);
    if (text?.trim() !== '') yield { number, text: number === 1 ? withoutMark(text) : text };
  }
}

/** Some editors begin a file with a mark of its byte order. */
function withoutMark(text: string | null): string | null {
  return text?.replace(/^\uFEFF/, '') ?? null;
}

/**
 * The object that a line holds.
 *
 * @param example of a line, for the message
 * @param parse throws where a text is not JSON
 * @throws DataError of one line where it is none
 */
export function listObject(
  text: string | null,
  example: string,
  parse: (text: string) => unknown = JSON.parse,
): Record<string, unknown> {
  if (text === null) throw wrongLine('a JSON object', 'a line of more than a megabyte');
  try {
    const value = parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {}
  throw wrongLine(`a JSON object such as ${example}`, shortLine(text.trim()));
}

/** What is wrong with a line, in one; its reader says which line it is. */
export function wrongLine(expected: string, got: string): DataError {
  return new DataError(`Expected ${expected}, got ${got}. Correct the line.`);
}

/** A text of at most some 60 characters, for a message. */
export function shortLine(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)} ...` : text;
}
