import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { DataError, SPLITS } from '@pix2pix-ts/data';
import * as v from 'valibot';
import { FileError, systemCode } from '../files/file-error.ts';
import { parseJson } from '../files/parse-json.ts';
import { readSmallFile } from '../files/read-small-file.ts';
import type { DataSetRecord, DataSetRequest } from './data-set.ts';

export const RECORD_FILE = 'dataset.json';
export const LICENCE_FILE = 'LICENSE.txt';

/**
 * The record of exactly the data set that is asked for, if this folder holds all of it; undefined where the folder is empty
 * or missing.
 *
 * @throws DataError of one line where the folder holds anything else
 */
export async function findExisting(out: string, request: DataSetRequest): Promise<DataSetRecord | undefined> {
  const files = await namesIn(out);
  if (files.length === 0) return undefined;
  const record = await readRecord(out);
  if (!record) {
    throw new DataError(
      `Expected a new or empty folder at ${out}, got other files. Choose another folder for the data set.`,
    );
  }
  const difference = differenceOf(request, record);
  if (difference) {
    throw new DataError(
      `Expected ${difference} in ${join(out, RECORD_FILE)}. Choose another folder, or remove this one.`,
    );
  }
  for (const split of SPLITS) {
    const found = (await namesIn(join(out, split))).filter((name) => name.endsWith('.png')).length;
    if (found !== record.pairs[split]) {
      throw new DataError(
        `Expected ${record.pairs[split]} images in ${join(out, split)}, got ${found}. Remove ${out} and make the data set again.`,
      );
    }
  }
  return record;
}

/** Longer than any name or licence, and short enough for the header of a weights file. */
const text = v.pipe(v.string(), v.maxLength(10_000));

const maybe = v.optional(text);

const recordSchema = v.looseObject({
  format: v.literal(1),
  ...{ name: maybe, licence: maybe, a: maybe, b: maybe },
  pairs: v.looseObject({}),
});

/** What dataset.json in a folder says; undefined where there is none, or it is not one of ours. */
export async function readRecord(folder: string): Promise<DataSetRecord | undefined> {
  try {
    const record: unknown = parseJson(await readSmallFile(join(folder, RECORD_FILE)));
    return v.is(recordSchema, record) ? (record as DataSetRecord) : undefined;
  } catch {
    return undefined;
  }
}

/** Of a record, what a model's file says about its data; other fields may be missing. */
const originSchema = v.object({ name: maybe, licence: maybe });

/**
 * The name and licence of a folder's pairs, out of its dataset.json; a file of that name with another purpose says nothing.
 *
 * @throws DataError of one line where that is there and no JSON, or ours with a name or licence that a model cannot carry
 */
export async function readOrigin(folder: string): Promise<v.InferOutput<typeof originSchema>> {
  const path = join(folder, RECORD_FILE);
  const record = await readJson(path);
  if (!v.is(v.looseObject({ format: v.literal(1) }), record)) return {};
  const result = v.safeParse(originSchema, record);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const field = v.getDotPath(issue);
  throw new DataError(
    `Expected ${field} in ${path} as text of at most 10,000 characters, got ${shown(issue.input)}. Correct it: the model will carry it.`,
  );
}

/** A JSON file's value; undefined where there is no file. */
async function readJson(path: string): Promise<unknown> {
  const text = await readSmallFile(path).catch((error) => {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return undefined;
    throw new FileError('read', path, error);
  });
  if (text === undefined) return undefined;
  try {
    return parseJson(text);
  } catch (error) {
    const [reason] = (error as Error).message.split('\n');
    throw new DataError(`Expected JSON in ${path}, got other text: ${reason}. Correct or remove it.`, { cause: error });
  }
}

function shown(value: unknown): string {
  const json = JSON.stringify(value);
  return json.length > 60 ? `${json.slice(0, 57)}... (${json.length} characters)` : json;
}

/** The first thing in which a data set differs from what is asked for, in words. */
function differenceOf(request: DataSetRequest, record: DataSetRecord): string | undefined {
  for (const [key, wanted] of Object.entries(request)) {
    const got = record[key as keyof DataSetRequest];
    if (!isDeepStrictEqual(wanted, got)) return `${key} ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`;
  }
  return undefined;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw new FileError('read', folder, error);
  }
}
