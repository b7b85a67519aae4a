import { appendFile, open } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError } from '@pix2pix-ts/common/node';
import { fileLines } from '@pix2pix-ts/data/node';
import type { Evaluation, Metrics } from '@pix2pix-ts/metrics';
import type { Losses } from '@pix2pix-ts/trainer';
import { parseJson } from '../files/parse-json.ts';
import { LOG_FILE } from './run-folder.ts';

/** A line of the log. */
type LogLine =
  | ({ type: 'step'; step: number; imagesPerSecond: number } & Record<string, unknown> & Pick<Losses, 'discriminator'>)
  | ({ type: 'held-out'; step: number; images: number; isBest: boolean } & Record<string, unknown> &
      Pick<Metrics, 'l1'>)
  | ({ type: 'evaluation'; step: number } & Evaluation);

/** Appends lines to a run's log. */
export type RunLog = {
  append(line: LogLine): Promise<void>;
  /** Returns when all lines are on the disk, so that a checkpoint never knows more steps than the log. */
  sync(): Promise<void>;
};

/** The log of a run's folder; each line also gives the seconds that the run has taken, all resumes included. */
export async function openRunLog(folder: string): Promise<RunLog> {
  const path = join(folder, LOG_FILE);
  const before = await lastSeconds(path);
  const start = performance.now();
  return {
    async append(line) {
      const seconds = Number((before + (performance.now() - start) / 1000).toFixed(3));
      await appendFile(path, `${JSON.stringify({ ...line, seconds })}\n`).catch((error) => {
        throw new FileError('write', path, error);
      });
    },
    async sync() {
      const file = await open(path, 'a').catch((error) => {
        throw new FileError('write', path, error);
      });
      try {
        await file.sync();
      } catch {
        // A file system without it keeps the log as well as it can.
      } finally {
        await file.close();
      }
    },
  };
}

/** The seconds that the log's last complete line gives; 0 where none does. */
async function lastSeconds(path: string): Promise<number> {
  let last = 0;
  try {
    for await (const { text } of fileLines(path)) last = secondsIn(text) ?? last;
  } catch (error) {
    if (!(error instanceof FileError)) throw error; // a log that cannot be read is reported when it cannot be written
  }
  return last;
}

/** Undefined where the line is cut, or another one. */
function secondsIn(text: string | null): number | undefined {
  try {
    const line = parseJson(text ?? '') as { seconds?: unknown } | null;
    return Number.isFinite(line?.seconds) ? (line?.seconds as number) : undefined;
  } catch {
    return undefined;
  }
}
