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
 * @throws DataError where it cannot be read, or is in UTF-16
 */
export async function listPairs(list: string, splitKey: (name: string) => string): Promise<FoundPairs> {
  const pairs: FoundPair[] = [];
  try {
    for await (const line of listLines(list)) pairs.push(pairOf(line, list, splitKey));
  } catch (error) {
    throw error instanceof DataError ? error : new DataError((error as Error).message, { cause: error });
  }
  return { pairs, splits: new Map(), notes: [] };
}

function pairOf({ text, number }: ListLine, list: string, splitKey: (name: string) => string): FoundPair {
  try {
    const line = listObject(text, EXAMPLE);
    const files = [pathOf(line, 'input', list), pathOf(line, 'target', list)];
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

/** The path of a picture, from the list's folder on, with slashes. */
function pathOf(line: Line, what: keyof typeof KEYS, list: string): string {
  const key = KEYS[what].find((known) => Object.hasOwn(line, known));
  const given = key === undefined ? undefined : line[key];
  if (what === 'input' && Array.isArray(given) && given.length > 1)
    throw new DataError(
      `Expected one picture as "${key}", got ${given.length}: a network is given the three channels of one picture. Lay them over each other in one picture first.`,
    );
  const path = Array.isArray(given) && given.length === 1 ? given[0] : given;
  // NUL is in no path, and would be refused in other words.
  if (typeof path !== 'string' || path === '' || path.includes('\0'))
    throw wrongLine(
      `the path of a picture as "${key ?? what}"`,
      path === undefined ? 'none' : shortLine(JSON.stringify(path)),
    );
  const folder = dirname(list);
  return relative(folder, resolve(folder, path)).replaceAll('\\', '/');
}

function splitIn({ split }: Line): Split | undefined {
  if (split === undefined || SPLITS.includes(split as Split)) return split as Split | undefined;
  throw wrongLine(`"split" to be ${SPLITS.join(', ')}`, shortLine(JSON.stringify(split)));
}
