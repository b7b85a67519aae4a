import { quote, SafetensorsError, type SafetensorsErrorCode } from './safetensors-error.ts';

/**
 * A place in a header's text. The header is read by hand and not with JSON.parse, which keeps the last of two equal
 * keys, rounds large numbers, takes 1.0 for 1 and builds whatever a hostile header asks for before anyone can object.
 */
export type HeaderCursor = { readonly text: string; at: number };

/** A character that is part of JSON's structure. */
type Mark = '{' | '}' | '[' | ']' | ':' | ',' | '"';

/** A header's bytes as text, refused if they are not UTF-8. */
export function decodeHeader(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new SafetensorsError(
      'utf8',
      'safetensors header: expected UTF-8, got other bytes. The file is damaged; fetch or save it again.',
    );
  }
}

/** Whether the next character that is not white space is this one; the white space is consumed. */
export function isNext(cursor: HeaderCursor, mark: Mark): boolean {
  skipWhiteSpace(cursor);
  return cursor.text[cursor.at] === mark;
}

/** Consumes the next character that is not white space if it is this one, and returns whether it was. */
export function take(cursor: HeaderCursor, mark: Mark): boolean {
  const found = isNext(cursor, mark);
  if (found) cursor.at++;
  return found;
}

/** Consumes the next character that is not white space, which must be this one, or the header is refused with `code`. */
export function expect(cursor: HeaderCursor, mark: Mark, code: SafetensorsErrorCode = 'json'): void {
  if (!take(cursor, mark)) throw refuse(cursor, code, `expected ${mark}`);
}

/** Consumes a JSON string; what is there must be one, or the header is refused with `code`. */
export function readString(cursor: HeaderCursor, code: SafetensorsErrorCode = 'json'): string {
  if (!isNext(cursor, '"')) throw refuse(cursor, code, 'expected a string');
  const start = cursor.at;
  const escaped = skipString(cursor);
  const text = cursor.text.slice(start + 1, cursor.at - 1);
  return escaped ? resolveEscapes(cursor, text, start) : text;
}

/** Consumes an integer from 0 to 2^53 - 1, written in digits alone as the official reader demands. */
export function readInteger(cursor: HeaderCursor, code: SafetensorsErrorCode): number {
  skipWhiteSpace(cursor);
  const start = cursor.at;
  while (isDigit(cursor)) cursor.at++;
  const digits = cursor.at - start;
  const isWhole = digits > 0 && !'.eE'.includes(cursor.text[cursor.at] ?? ' ');
  if (!isWhole || (digits > 1 && cursor.text[start] === '0')) {
    throw refuse({ ...cursor, at: start }, code, 'expected a non-negative integer');
  }
  const value = Number(cursor.text.slice(start, cursor.at));
  if (!Number.isSafeInteger(value)) throw refuse({ ...cursor, at: start }, 'overflow', 'expected a number below 2^53');
  return value;
}

/** The error for what is at the cursor: what was expected, what came, where, what to do. */
export function refuse({ text, at }: HeaderCursor, code: SafetensorsErrorCode, expected: string): SafetensorsError {
  const got = at < text.length ? quote(text.slice(at, at + 12)) : 'its end';
  return new SafetensorsError(
    code,
    `safetensors header, character ${at}: ${expected}, got ${got}. The file is damaged or does not follow the format; fetch or save it again.`,
  );
}

function skipWhiteSpace(cursor: HeaderCursor): void {
  for (; cursor.at < cursor.text.length; cursor.at++) {
    const code = cursor.text.charCodeAt(cursor.at);
    if (code !== 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) return;
  }
}

function isDigit({ text, at }: HeaderCursor): boolean {
  const code = text.charCodeAt(at); // NaN at the end
  return code >= 0x30 && code <= 0x39;
}

/** Moves the cursor past the string that starts there and returns whether it holds an escape. */
function skipString(cursor: HeaderCursor): boolean {
  let escaped = false;
  for (cursor.at++; cursor.at < cursor.text.length; cursor.at++) {
    const character = cursor.text[cursor.at] as string;
    if (character === '"') {
      cursor.at++;
      return escaped;
    }
    if (character < ' ') break;
    if (character === '\\') {
      escaped = true;
      cursor.at++;
    }
  }
  throw refuse(cursor, 'json', 'expected the rest of a string');
}

/** A string without its escapes, by JSON.parse: in a single string there is nothing left to disagree about. */
function resolveEscapes(cursor: HeaderCursor, text: string, start: number): string {
  const resolved = parseString(text);
  if (resolved === undefined || /\p{Surrogate}/u.test(resolved)) {
    const code = resolved === undefined ? 'json' : 'utf8';
    throw refuse({ ...cursor, at: start }, code, 'expected a string with valid escapes');
  }
  return resolved;
}

function parseString(text: string): string | undefined {
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return undefined;
  }
}
