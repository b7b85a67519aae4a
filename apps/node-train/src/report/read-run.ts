import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError, systemCode } from '@pix2pix-ts/common/node';
import { fileLines } from '@pix2pix-ts/data/node';
import { parseJson } from '../files/parse-json.ts';
import { readSmallFile } from '../files/read-small-file.ts';
import { readRecord } from '../pairs/data-set-record.ts';
import { readLog } from './read-log.ts';
import type { Log, Report } from './report.ts';

/** What a run's folder holds for a report. */
export type RunFolder = {
  readonly config: Report['config'];
  readonly dataSet: Report['dataSet'];
  readonly log: Log;
  /** In the order of their steps. */
  readonly samples: readonly { readonly step: number; readonly path: string }[];
};

/**
 * Reads what there is of a run; what is missing or was cut short is left out.
 *
 * @throws FileError where the folder cannot be read
 */
export async function readRun(folder: string): Promise<RunFolder> {
  try {
    await readdir(folder);
    const config = parseRecord(await textOf(join(folder, 'config.json')));
    const record = typeof config.data === 'string' ? await readRecord(config.data) : undefined;
    return {
      config,
      dataSet: record ? { name: record.name, a: record.a, b: record.b } : null,
      log: await readLog(fileLines(join(folder, 'log.jsonl'))).catch(
        orMissing<Log>({ steps: [], evaluations: [], heldOut: [] }),
      ),
      samples: await sampleFiles(join(folder, 'samples')),
    };
  } catch (error) {
    throw systemCode(error) ? new FileError('read', folder, error) : error;
  }
}

async function sampleFiles(folder: string): Promise<{ step: number; path: string }[]> {
  const names = await readdir(folder).catch(orMissing<string[]>([]));
  return names
    .flatMap((name) => {
      const step = /^step-(\d+)\.png$/.exec(name)?.[1];
      return step === undefined ? [] : { step: Number(step), path: join(folder, name) };
    })
    .sort((one, other) => one.step - other.step);
}

async function textOf(path: string): Promise<string> {
  return readSmallFile(path).catch(orMissing(''));
}

/** The value for a file that is not there; every other error is thrown again. */
function orMissing<Value>(value: Value): (error: unknown) => Value {
  return (error) => {
    if (systemCode(error) === 'ENOENT') return value;
    throw error;
  };
}

function parseRecord(text: string): Record<string, unknown> {
  try {
    const value: unknown = parseJson(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}
