import { mkdir, readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { FileError, makeFolder, renameInto, systemCode } from '@pix2pix-ts/common/node';
import { DataError, joinSideBySide, SPLITS, type Split } from '@pix2pix-ts/data';
import { encodePng } from '@pix2pix-ts/data/node';
import { type DataSetRecord, type DataSetRequest, RECORD_FILE, readRecord } from '../pairs/data-set-record.ts';
import { LOCK_FILE, lockRun } from '../train/lock-run.ts';
import type { DataSetContent, PrepareOptions, UndrawnPair } from './data-set.ts';
import { dividePairs } from './divide-pairs.ts';
import { LICENCE_FILE } from './existing-data-set.ts';

/** Enough to keep sharp's threads busy. */
const AT_ONCE = 4;

/**
 * Draws a data set next to its folder and renames it into place when it is complete: after a kill or an abort there is never
 * half a data set, and the next try starts again.
 */
export async function writeDataSet(
  request: DataSetRequest,
  { pairs, licenceText }: DataSetContent,
  { out, size, onProgress, signal }: PrepareOptions,
): Promise<DataSetRecord> {
  const divided = dividePairs(pairs, request.limit);
  const counts = { train: divided.train.length, val: divided.val.length, test: divided.test.length };
  const record: DataSetRecord = { ...request, pairs: counts };
  const unfinished = `${resolve(out)}.unfinished`;
  const giveBack = await startAnew(unfinished);
  try {
    // First, because by this file the next try knows what it may remove.
    await writeFile(join(unfinished, RECORD_FILE), `${JSON.stringify(record, null, 2)}\n`);
    for (const split of SPLITS) await mkdir(join(unfinished, split));
    await writeFile(join(unfinished, LICENCE_FILE), licenceText);
    const todo = SPLITS.flatMap((split) => divided[split].map((pair) => ({ split, pair })));
    await drawAll(todo, unfinished, size, (done) => onProgress?.({ phase: 'draw', done, total: todo.length }), signal);
    giveBack(); // the lock is not part of the data set
    // An empty folder of this name would be in the way on Windows.
    await rmdir(out).catch(() => {});
    await renameInto(unfinished, resolve(out));
  } catch (error) {
    giveBack();
    await rm(unfinished, { recursive: true, force: true }).catch(() => {});
    throw systemCode(error) ? new FileError('write', out, error) : error;
  }
  return record;
}

/**
 * An empty folder for what is not complete yet, locked: what a killed process left there is removed, what another one is
 * making just now or anything else is refused. What is returned gives the lock back.
 */
async function startAnew(folder: string): Promise<() => void> {
  try {
    await makeFolder(folder);
    const left = (await readdir(folder)).filter((name) => !name.startsWith(LOCK_FILE));
    if (left.length > 0 && !(await readRecord(folder))) {
      throw new DataError(
        `Expected ${folder} to be free for the unfinished data set, got other files. Move them away.`,
      );
    }
    const giveBack = await lockRun(folder);
    for (const name of left) await rm(join(folder, name), { recursive: true, force: true });
    return giveBack;
  } catch (error) {
    throw systemCode(error) ? new FileError('write', folder, error) : error;
  }
}

async function drawAll(
  todo: readonly { split: Split; pair: UndrawnPair }[],
  folder: string,
  size: number,
  onDone: (done: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  const queue = todo.values();
  let done = 0;
  let failure: unknown;
  const work = async () => {
    for (const { split, pair } of queue) {
      if (failure || signal?.aborted) return;
      await drawInto(join(folder, split), pair, size).catch((error) => {
        failure ??= error;
      });
      onDone(++done);
    }
  };
  // All of them come to an end before the folder is renamed or removed.
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  signal?.throwIfAborted();
  if (failure) throw failure;
}

async function drawInto(folder: string, { name, draw }: UndrawnPair, size: number): Promise<void> {
  await writeFile(join(folder, `${name}.png`), await encodePng(joinSideBySide(await draw(size))));
}
