import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError, makeFolder, removeLeftovers, UsageError, writeAtomically } from '@pix2pix-ts/common/node';
import { fileLines } from '@pix2pix-ts/data/node';
import { STATE_FILE } from '../files/index.ts';
import { parseJson } from '../files/parse-json.ts';
import { LOCK_FILE, lockRun, refuseBusy } from './lock-run.ts';

/** The names of what a run writes in addition to its weights. */
export const LOG_FILE = 'log.jsonl';
export const CONFIG_FILE = 'config.json';
const SAMPLES_FOLDER = 'samples';

/** The picture of a step's samples, in the run's folder. */
export function samplePath(step: number): string {
  return join(SAMPLES_FOLDER, `step-${String(step).padStart(6, '0')}.png`);
}

/**
 * Makes the folder of a new run, and locks it for this process.
 *
 * @throws UsageError where something is in it already, or another process is at work there
 */
export async function createRunFolder(folder: string): Promise<void> {
  await whenTried(folder, () => makeFolder(folder));
  await refuseBusy(folder);
  await refuseUsed(folder);
  await lockRun(folder);
  await refuseUsed(folder); // a short run may have come and gone since
  await whenTried(folder, () => mkdir(join(folder, SAMPLES_FOLDER)));
}

async function refuseUsed(folder: string): Promise<void> {
  const names = (await whenTried(folder, () => readdir(folder))).filter((name) => !name.startsWith(LOCK_FILE));
  if (names.length === 0) return;
  const [got, remedy] = names.includes(STATE_FILE)
    ? ['another run', `Resume it with --resume ${folder}, or choose another folder`]
    : ['other files', 'Choose another folder, or remove this one'];
  throw new UsageError(`Expected a new or empty folder at ${folder}, got ${got}. ${remedy}.`);
}

/** Writes what the run does, for people, for the report, and for `--config`. */
export function writeConfig(folder: string, config: object): Promise<void> {
  return writeAtomically(join(folder, CONFIG_FILE), `${JSON.stringify(config, null, 2)}\n`);
}

/** Removes what a killed run left unfinished, and the log and samples of steps after `step`, which will come again. */
export async function rewindRunFolder(folder: string, step: number): Promise<void> {
  await removeLeftovers(folder);
  await whenTried(folder, async () => {
    await mkdir(join(folder, SAMPLES_FOLDER), { recursive: true });
    await removeLeftovers(join(folder, SAMPLES_FOLDER));
    for (const name of await readdir(join(folder, SAMPLES_FOLDER))) {
      const drawn = /^step-(\d+)\.png$/.exec(name)?.[1];
      if (drawn !== undefined && Number(drawn) > step) await rm(join(folder, SAMPLES_FOLDER, name));
    }
    await keepLines(folder, (line) => line.step <= step);
  });
}

/** Removes the evaluation of this step from the log: it is made again, and the weights may have been others. */
export async function dropEvaluation(folder: string, step: number): Promise<void> {
  await keepLines(folder, (line) => line.type !== 'evaluation' || line.step !== step);
}

type KnownLine = { readonly type?: unknown; readonly step: number };

/** Keeps the log's complete lines that describe a step, and of them those that are wanted. */
async function keepLines(folder: string, isWanted: (line: KnownLine) => boolean): Promise<void> {
  const path = join(folder, LOG_FILE);
  await writeAtomically(path, keptLines(path, isWanted));
}

async function* keptLines(path: string, isWanted: (line: KnownLine) => boolean): AsyncGenerator<Uint8Array> {
  try {
    for await (const { text } of fileLines(path)) {
      const line = lineOf(text);
      if (line !== undefined && isWanted(line)) yield Buffer.from(`${text}\n`);
    }
  } catch (error) {
    // What is not a file is replaced by one.
    if (!(error instanceof FileError) || !['ENOENT', 'EFTYPE', 'ELOOP'].includes(error.code)) throw error;
  }
}

/** What a line of the log says; undefined where it is cut off or not such a line. */
function lineOf(text: string | null): KnownLine | undefined {
  try {
    const line = parseJson(text ?? '') as KnownLine | null;
    return typeof line?.step === 'number' ? line : undefined;
  } catch {
    return undefined;
  }
}

/** What is done to a folder; an error of the system becomes one line that names it. */
async function whenTried<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof FileError ? error : new FileError('write', folder, error);
  }
}
