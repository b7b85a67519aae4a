import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { FileError, systemCode } from '@pix2pix-ts/common/node';
import { DataError, SPLITS } from '@pix2pix-ts/data';
import {
  type DataSetRecord,
  type DataSetRequest,
  OPTIONAL_KEYS,
  RECORD_FILE,
  readRecord,
} from '../pairs/data-set-record.ts';

export const LICENCE_FILE = 'LICENSE.txt';

/**
 * The record of exactly the data set that is asked for, if it is completely in this folder; undefined where the folder
 * is empty or missing.
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

/** The first thing in which a data set differs from what is asked for, in words. */
function differenceOf(request: DataSetRequest, record: DataSetRecord): string | undefined {
  const keys = new Set([...Object.keys(request), ...OPTIONAL_KEYS]) as Set<keyof DataSetRequest>;
  for (const key of keys) {
    const [wanted, got] = [request[key], record[key]];
    if (!isDeepStrictEqual(wanted, got)) return `${key} ${shown(wanted)}, got ${shown(got)}`;
  }
  return undefined;
}

function shown(value: unknown): string {
  return value === undefined ? 'not set' : JSON.stringify(value);
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw new FileError('read', folder, error);
  }
}
