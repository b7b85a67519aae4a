import { createHash } from 'node:crypto';
import { isAbsolute, join, posix, resolve } from 'node:path';
import { UsageError } from '@pix2pix-ts/common/node';
import { DataError } from '@pix2pix-ts/data';
import { fileLines, plainPath, readChunks } from '@pix2pix-ts/data/node';
import { parseJson } from '../files/parse-json.ts';
import { isOwn, type Shard } from './shard.ts';

/** A line of a list by its number, from 1. */
export type ListLine = { readonly number: number; readonly text: string | null };

/** How UTF-16 begins when it is read as UTF-8: its mark, or without one a NUL next to the first character. */
const UTF_16 = /^(\uFFFD\uFFFD|\0?[\s{]\0)/;

/** The lines of a list that are a shard's, empty ones left out. @throws FileError where it cannot be read; UsageError for UTF-16 */
export async function* shardLines(path: string, shard: Shard): AsyncGenerator<ListLine> {
  let number = 0;
  for await (const { text } of fileLines(path)) {
    number++;
    if (number === 1 && UTF_16.test(text ?? '')) {
      throw new UsageError(`Expected a list in UTF-8 in ${path}, got UTF-16. Save it as UTF-8.`);
    }
    if (isOwn(shard, number) && text?.trim() !== '') yield { number, text: number === 1 ? withoutMark(text) : text };
  }
}

/** How many images a shard has to do. @throws FileError where the list cannot be read */
export async function countLines(path: string, shard: Shard): Promise<number> {
  let count = 0;
  for await (const _ of shardLines(path, shard)) count++;
  return count;
}

/** Some editors begin a file with a mark of its byte order. */
function withoutMark(text: string | null): string | null {
  return text?.replace(/^\uFEFF/, '') ?? null;
}

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

/** The SHA-256 of a file, in hexadecimal digits. @throws FileError where it cannot be read */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of readChunks(path)) hash.update(chunk);
  return hash.digest('hex');
}
