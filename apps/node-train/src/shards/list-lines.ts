import { createHash } from 'node:crypto';
import { isAbsolute, join, posix, resolve } from 'node:path';
import {
  type ListLine,
  listLines,
  listObject,
  plainPath,
  readChunks,
  shortLine,
  wrongLine,
} from '@pix2pix-ts/data/node';
import { parseJson } from '../files/parse-json.ts';
import { isOwn, type Shard } from './shard.ts';

/** The lines of a list that are a shard's, empty ones left out. @throws FileError where it cannot be read; DataError for UTF-16 */
export async function* shardLines(path: string, shard: Shard): AsyncGenerator<ListLine> {
  for await (const line of listLines(path)) if (isOwn(shard, line.number)) yield line;
}

/** How many images a shard has to do. @throws FileError where the list cannot be read */
export async function countLines(path: string, shard: Shard): Promise<number> {
  let count = 0;
  for await (const _ of shardLines(path, shard)) count++;
  return count;
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
  const line = listObject(text, '{"a": "drawings/1.png"}', parseJson);
  const a = pathOf(line, 'a');
  if (a === undefined) throw wrongLine('the path of an image as "a"', 'none');
  const b = pathOf(line, 'b');
  const out = pathOf(line, 'out');
  return {
    a: resolve(folder, a),
    b: b === undefined ? undefined : resolve(folder, b),
    out: plainPath(out === undefined ? defaultOut(a) : checkOut(out)),
  };
}

/** A path, or undefined where it is not given. NUL is in no path, and would be refused in other words. */
function pathOf(line: Record<string, unknown>, key: string): string | undefined {
  const value = Object.hasOwn(line, key) ? line[key] : undefined;
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value !== '' && !value.includes('\0')) return value;
  throw wrongLine(`a path as "${key}"`, shortLine(JSON.stringify(value)));
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
  throw wrongLine('"out" to be a name ending in .png below the output folder', shortLine(JSON.stringify(out)));
}

/** As this system writes paths: a backslash is a letter like any other, but on Windows. */
function withSlashes(path: string): string {
  return join('x', 'y') === 'x/y' ? path : path.replaceAll('\\', '/');
}

/** The SHA-256 of a file, in hexadecimal digits. @throws FileError where it cannot be read */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of readChunks(path)) hash.update(chunk);
  return hash.digest('hex');
}
