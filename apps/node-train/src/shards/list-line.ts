import { isAbsolute, join, posix, resolve } from 'node:path';
import { DataError } from '@pix2pix-ts/data';
import { plainPath } from '@pix2pix-ts/data/node';
import { parseJson } from '../files/parse-json.ts';

/** What a line of a list asks for. */
export type ListEntry = {
  /** The image to translate, and the one it should become. */
  readonly a: string;
  readonly b: string | undefined;
  /** Where the result goes, below the output folder, with `/` between the parts. */
  readonly out: string;
};

/**
 * Reads a line: a JSON object with `a`, perhaps `b` and `out`, paths from the list's folder on. Without `out` the result is
 * named after `a`, with the ending .png; only after `a`'s file name where `a` lies outside the list's folder.
 *
 * @throws DataError of one line, without the line's place
 */
export function readListLine(text: string | null, folder: string): ListEntry {
  const line = parseObject(text);
  const a = pathOf(line, 'a');
  if (a === undefined) throw bad('the path of an image as "a"', 'none');
  const b = pathOf(line, 'b');
  const out = pathOf(line, 'out');
  return {
    a: resolve(folder, a),
    b: b === undefined ? undefined : resolve(folder, b),
    out: plainPath(out === undefined ? defaultOut(a) : checkOut(out)),
  };
}

function parseObject(text: string | null): Record<string, unknown> {
  if (text === null) throw bad('a JSON object', 'a line of more than a megabyte');
  try {
    const value: unknown = parseJson(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {}
  throw bad('a JSON object such as {"a": "drawings/1.png"}', shorten(text.trim()));
}

/** A path, or undefined where it is not given. NUL is in no path, and would be refused in other words. */
function pathOf(line: Record<string, unknown>, key: string): string | undefined {
  const value = Object.hasOwn(line, key) ? line[key] : undefined;
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value !== '' && !value.includes('\0')) return value;
  throw bad(`a path as "${key}"`, shorten(JSON.stringify(value)));
}

function defaultOut(a: string): string {
  const path = posix.normalize(withSlashes(a));
  const inside = isAbsolute(a) || path.startsWith('../') ? posix.basename(path) : path;
  const { dir, name } = posix.parse(inside);
  return posix.join(dir, `${name}.png`);
}

function checkOut(out: string): string {
  const path = posix.normalize(withSlashes(out));
  if (!isAbsolute(out) && !path.startsWith('../') && /[^/]\.png$/i.test(path)) return path;
  throw bad('"out" to be a name ending in .png below the output folder', shorten(JSON.stringify(out)));
}

/** As this system writes paths: a backslash is a letter like any other, but on Windows. */
function withSlashes(path: string): string {
  return join('x', 'y') === 'x/y' ? path : path.replaceAll('\\', '/');
}

function bad(expected: string, got: string): DataError {
  return new DataError(`Expected ${expected}, got ${got}. Correct the line.`);
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)} ...` : text;
}
