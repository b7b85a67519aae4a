import { join } from 'node:path';
import type { PinnedPackage } from '@pix2pix-ts/backend-native/npm-pack';
import { FileError, systemCode } from '@pix2pix-ts/common/node';
import { DataError, type Split } from '@pix2pix-ts/data';
import * as v from 'valibot';
import { parseJson } from '../files/parse-json.ts';
import { readSmallFile } from '../files/read-small-file.ts';

/** What a data set that `prepare` made says of itself. */
export const RECORD_FILE = 'dataset.json';

/** What a data set is made of: everything that decides its content. Two equal requests give equal pictures. */
export type DataSetRequest = {
  readonly format: 1;
  readonly name: string;
  readonly packages: readonly PinnedPackage[];
  readonly licence: string;
  /** What the left half shows, and the right. */
  readonly a: string;
  readonly b: string;
  /** The side of each half in pixels. */
  readonly size: number;
  /** null: all of them. */
  readonly groups: readonly string[] | null;
  readonly skinTones: boolean;
  /** null: all of them. */
  readonly limit: number | null;
  /** Missing: the lines as they are. */
  readonly lineWidths?: readonly number[];
  /** Missing: none. */
  readonly emptySheets?: number;
  /** Missing: none. */
  readonly recoloured?: number;
  /** Missing: no. */
  readonly trim?: boolean;
  /** Of pairs out of photographs: what decides them, the files by a hash of all. */
  readonly photographs?: {
    readonly sha256: string;
    readonly tile: boolean;
    readonly seed: number;
    readonly strength: number | null;
    readonly classes: number | null;
  };
};

/** What a request may leave out. */
export const OPTIONAL_KEYS = ['lineWidths', 'emptySheets', 'recoloured', 'trim', 'photographs'] as const;

/** The content of dataset.json. */
export type DataSetRecord = DataSetRequest & { readonly pairs: Readonly<Record<Split, number>> };

/** Longer than any name or licence, and short enough for the header of a weights file. */
const text = v.pipe(v.string(), v.maxLength(10_000));

const maybe = v.optional(text);

const recordSchema = v.looseObject({
  format: v.literal(1),
  name: maybe,
  licence: maybe,
  a: maybe,
  b: maybe,
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

/** Of a record, what a model's file tells of its data; other fields may be missing. */
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
    `Expected ${field} in ${path} to be text of at most 10,000 characters, got ${shown(issue.input)}. Correct it: it becomes part of the model.`,
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
