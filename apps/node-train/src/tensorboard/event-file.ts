import { appendFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError, makeFolder } from '@pix2pix-ts/common/node';
import { purgeEvent, type Summary, summaryEvent, versionEvent } from './event-messages.ts';
import { eventRecord } from './event-record.ts';

/** An event file that TensorBoard reads while it grows. */
export type EventFile = {
  /** Appends what there is of a step. */
  write(step: number, summaries: readonly Summary[]): Promise<void>;
};

const FILE_NAME = /^events\.out\.tfevents\.(\d{10})\b/;

/**
 * Begins a new event file in a folder, which is made where it is missing. TensorBoard reads the files of a folder in the
 * order of their names, each of which begins with its time.
 *
 * @param resumedAfter the step that a run continues from: TensorBoard then forgets what the files before say of later
 *   steps, which come again
 * @throws FileError where the folder or the file cannot be written
 */
export async function beginEventFile(folder: string, resumedAfter = 0): Promise<EventFile> {
  await makeFolder(folder);
  const path = join(folder, `events.out.tfevents.${await nextTime(folder)}.pix2pix`);
  const append = (event: Uint8Array) =>
    appendFile(path, eventRecord(event)).catch((error) => {
      throw new FileError('write', path, error);
    });
  await append(versionEvent(now()));
  if (resumedAfter > 0) await append(purgeEvent(now(), resumedAfter + 1));
  return { write: (step, summaries) => append(summaryEvent(now(), step, summaries)) };
}

/** The time in seconds, after those of all files that are there: a clock may have been wrong, or a run very short. */
async function nextTime(folder: string): Promise<string> {
  const names = await readdir(folder).catch((error) => {
    throw new FileError('read', folder, error);
  });
  const times = names.map((name) => Number(FILE_NAME.exec(name)?.[1] ?? 0) + 1);
  return String(Math.max(Math.floor(now()), ...times)).padStart(10, '0');
}

/** Seconds since 1970. */
function now(): number {
  return Date.now() / 1000;
}
