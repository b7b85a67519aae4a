import { stat } from 'node:fs/promises';
import { dirname, parse, relative, resolve } from 'node:path';
import { DataError } from '../data-error.ts';
import { SPLITS, type Split, splitOf } from '../split-of.ts';
import { filePath } from './file-name.ts';
import type { FoundPair, FoundPairs } from './find-pairs.ts';
import { type ListLine, listLines, listObject, shortLine, wrongLine } from './list-lines.ts';

/** What a line calls the two pictures: by what they are to the network, or as `translate --list` has them. */
const KEYS = { input: ['input', 'a'], target: ['target', 'b'] } as const;
const EXAMPLE = '{"input": "a/1.png", "target": "b/1.png"}';

/** Whether the pairs come from a list, and not from a folder: by its name, .jsonl or .ndjson. */
export async function isList(path: string): Promise<boolean> {
  if (!/\.(jsonl|ndjson)$/i.test(path)) return false;
  const found = await stat(filePath(path)).catch(() => undefined);
  return !found?.isDirectory();
}

/**
 * The pairs of a list, one JSON object a line: `{"input": "a/1.png", "target": "b/1.jpg"}`, with paths from the list's folder
 * on, and perhaps `"split": "val"`; otherwise `splitKey` and the hash of the name divide them. The list is read line by line
 * and once; what is kept of a line is its two paths. A line that is no pair is one that cannot be loaded.
 *
 * @param inputs the names of several inputs: a line has a path for each, or an array as `input`
 * @throws DataError where it cannot be read, or is in UTF-16
 */
export async function listPairs(
  list: string,
  splitKey: (name: string) => string,
  inputs?: readonly string[],
): Promise<FoundPairs> {
  const pairs: FoundPair[] = [];
  try {
    for await (const line of listLines(list)) pairs.push(pairOf(line, list, splitKey, inputs));
  } catch (error) {
    throw error instanceof DataError ? error : new DataError((error as Error).message, { cause: error });
  }
  return { pairs, splits: new Map(), notes: [] };
}

function pairOf(
  { text, number }: ListLine,
  list: string,
  splitKey: (name: string) => string,
  inputs?: readonly string[],
): FoundPair {
  try {
    const line = listObject(text, EXAMPLE);
    const files = [...inputsOf(line, list, inputs), pathOf(line, 'target', list)];
    const { dir, name: base } = parse(files[0] as string);
    const name = dir === '' ? base : `${dir}/${base}`;
    return { name, files, split: splitIn(line) ?? splitOf(splitKey(name)) };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    // In training, because there it is sure to be seen.
    return { name: `line ${number}`, files: [], split: 'train', problem: `${list}:${number}: ${error.message}` };
  }
}

type Line = Record<string, unknown>;

/** The paths of a line's inputs: one, or of several those that it has by their names, or as an array. */
function inputsOf(line: Line, list: string, names?: readonly string[]): string[] {
  const { input } = line;
  const given = Array.isArray(input) ? input : undefined;
  if (names === undefined) {
    if (given === undefined || given.length < 2) return [pathOf(line, 'input', list)];
    throw new DataError(
      `Expected one picture as "input", got ${given.length}. Name them, such as --inputs sketch,mask, and their channels are joined.`,
    );
  }
  if (given === undefined) return names.map((name) => pathAt(line[name], name, list));
  if (given.length !== names.length)
    throw new DataError(`Expected ${names.length} pictures as "input", got ${given.length}. Change the line.`);
  return given.map((path, i) => pathAt(path, names[i] as string, list));
}

function pathOf(line: Line, what: keyof typeof KEYS, list: string): string {
  const key = KEYS[what].find((known) => Object.hasOwn(line, known));
  return pathAt(key === undefined ? undefined : line[key], key ?? what, list);
}

/** The path of a picture, from the list's folder on, with slashes. */
function pathAt(given: unknown, key: string, list: string): string {
  const path = Array.isArray(given) && given.length === 1 ? given[0] : given;
  // NUL is in no path, and would be refused in other words.
  if (typeof path !== 'string' || path === '' || path.includes('\0'))
    throw wrongLine(`the path of a picture as "${key}"`, path === undefined ? 'none' : shortLine(JSON.stringify(path)));
  const folder = dirname(list);
  return relative(folder, resolve(folder, path)).replaceAll('\\', '/');
}

function splitIn({ split }: Line): Split | undefined {
  if (split === undefined || SPLITS.includes(split as Split)) return split as Split | undefined;
  throw wrongLine(`"split" to be ${SPLITS.join(', ')}`, shortLine(JSON.stringify(split)));
}
