import type { DataSetRequest } from '../pairs/data-set-record.ts';
import type { DataSetContent, PreparedDataSet, PrepareOptions } from './data-set.ts';
import { findExisting } from './existing-data-set.ts';
import { fetchPackage } from './fetch-package.ts';
import { readTarball } from './read-tarball.ts';
import { writeDataSet } from './write-data-set.ts';

/** The files of the fetched packages, in the order of the request's packages. */
export type PackageFiles = readonly ReadonlyMap<string, Buffer>[];

/** What distinguishes one data set from another. */
export type DataSetDefinition = {
  readonly request: DataSetRequest;
  /** Which files of the packages are read. */
  readonly wanted: (file: string) => boolean;
  readonly contentOf: (files: PackageFiles) => DataSetContent | Promise<DataSetContent>;
};

/** Makes a data set, unless it is there already: then nothing is fetched or drawn. */
export async function prepareDataSet(
  { request, wanted, contentOf }: DataSetDefinition,
  options: PrepareOptions,
): Promise<PreparedDataSet> {
  checkOptions(options);
  const { out } = options;
  const existing = await findExisting(out, request);
  if (existing) return { out, pairs: existing.pairs, made: false };
  const content = await contentOf(await fetchFiles(request, wanted, options));
  const { pairs } = await writeDataSet(request, content, options);
  return { out, pairs, made: true };
}

async function fetchFiles(
  { packages }: DataSetRequest,
  wanted: (file: string) => boolean,
  { cacheDir, onProgress, onNote, signal }: PrepareOptions,
): Promise<PackageFiles> {
  const files: ReadonlyMap<string, Buffer>[] = [];
  for (const [done, pinned] of packages.entries()) {
    onProgress?.({ phase: 'fetch', done, total: packages.length });
    files.push(await readTarball(await fetchPackage(pinned, { cacheDir, onNote, signal }), wanted));
  }
  onProgress?.({ phase: 'fetch', done: packages.length, total: packages.length });
  return files;
}

/** @throws RangeError where a size or a limit is out of range */
export function checkOptions({ size, limit = 3, emptySheets = 0 }: PrepareOptions): void {
  if (!Number.isInteger(size) || size < 8 || size > 1024) {
    throw new RangeError(`Expected size to be an integer from 8 to 1024, got ${size}. Try 64 or 256.`);
  }
  if (!Number.isInteger(limit) || limit < 3) {
    throw new RangeError(`Expected limit to be an integer of at least 3, one for each split, got ${limit}. Raise it.`);
  }
  if (!Number.isInteger(emptySheets) || emptySheets < 0 || emptySheets > 10_000) {
    throw new RangeError(`Expected emptySheets to be an integer from 0 to 10000, got ${emptySheets}. Try 60.`);
  }
}
