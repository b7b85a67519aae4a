import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseSafetensors } from '@pix2pix-ts/checkpoint';
import { FILE_SYSTEM, removeLeftovers } from '@pix2pix-ts/common/node';
import { interruptedFiles, type Moment } from '@pix2pix-ts/testing/interrupted-files';
import { FROM_SOURCES } from '@pix2pix-ts/testing/run-command';
import { temporaryFolder } from '@pix2pix-ts/testing/temporary-folder';
import { loadState } from './load-state.ts';
import { MODEL_FILE, PREVIOUS_STATE_FILE, STATE_FILE, saveCheckpoint } from './save-checkpoint.ts';
import { checkpointOf, numberIn } from './testing/checkpoint-content.ts';

const ROOT = join(__dirname, '../../../..');
const [OLDER, OLD, NEW, NEXT] = [1, 2, 3, 4];
const RUN_FILES = [MODEL_FILE, PREVIOUS_STATE_FILE, STATE_FILE].sort();

const folder = temporaryFolder();

/** A run as it is found before the save that is interrupted: how it is made, and the states that may be read after. */
const RUNS: Record<string, { prepare(run: string): Promise<void>; states: number[]; models: (number | undefined)[] }> =
  {
    'with two states': {
      prepare: async (run) => {
        await saveCheckpoint(run, checkpointOf(OLDER));
        await saveCheckpoint(run, checkpointOf(OLD));
      },
      states: [OLD, NEW],
      models: [OLD, NEW],
    },
    'with one state': {
      prepare: (run) => saveCheckpoint(run, checkpointOf(OLD)),
      states: [OLD, NEW],
      models: [OLD, NEW],
    },
    'whose newest state is damaged': {
      prepare: async (run) => {
        await saveCheckpoint(run, checkpointOf(OLDER));
        await saveCheckpoint(run, checkpointOf(OLD));
        truncateSync(join(run, STATE_FILE), 100);
      },
      states: [OLDER, NEW],
      models: [OLD, NEW],
    },
    'whose newest state is missing': {
      prepare: async (run) => {
        await saveCheckpoint(run, checkpointOf(OLDER));
        await saveCheckpoint(run, checkpointOf(OLD));
        rmSync(join(run, STATE_FILE));
      },
      states: [OLDER, NEW],
      models: [OLD, NEW],
    },
  };

/** Every moment of a save that may leave a disk of its own: `[operation, moment]`, and the names of all operations. */
async function momentsOf(prepared: string): Promise<{ moments: [number, Moment][]; log: string[] }> {
  const run = copyOf(prepared, 'rehearsal');
  const moments: [number, Moment][] = [];
  const { fs, log } = interruptedFiles(FILE_SYSTEM, (number, _, moment) => moments.push([number, moment]));
  await saveCheckpoint(run, checkpointOf(NEW), fs);
  return { moments, log };
}

function copyOf(prepared: string, name: string): string {
  const run = join(folder.path, name);
  cpSync(prepared, run, { recursive: true });
  return run;
}

async function preparedRun(prepare: (run: string) => Promise<void>): Promise<string> {
  const run = mkdtempSync(join(folder.path, 'run-'));
  await prepare(run);
  return run;
}

function modelIn(run: string): number | undefined {
  if (!readdirSync(run).includes(MODEL_FILE)) return undefined;
  return numberIn(parseSafetensors(readFileSync(join(run, MODEL_FILE))));
}

/**
 * Whatever happened: a valid state, a complete model, and a next start that cleans up and saves as if nothing had happened.
 */
async function expectSound(run: string, states: number[], models: (number | undefined)[]): Promise<void> {
  expect(states).toContain(numberIn((await loadState(run)).state));
  expect(models).toContain(modelIn(run));
  await removeLeftovers(run);
  expect(RUN_FILES).toEqual(expect.arrayContaining(readdirSync(run)));
  await saveCheckpoint(run, checkpointOf(NEXT));
  expect(numberIn((await loadState(run)).state)).toBe(NEXT);
  expect(modelIn(run)).toBe(NEXT);
}

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: as if by the system`), { code });
}

describe.each(Object.entries(RUNS))('saveCheckpoint in a run %s', (_, { prepare, states, models }) => {
  test.each(['ENOSPC', 'EIO'])(
    'keeps a valid state where any operation, or all from it on, ends in %s',
    async (code) => {
      const prepared = await preparedRun(prepare);
      const { moments, log } = await momentsOf(prepared);
      for (const name of ['open w', 'open r', 'write', 'sync', 'close', 'rename']) expect(log).toContain(name);
      for (const [operation, moment] of moments) {
        for (const lasting of [false, true]) {
          const run = copyOf(prepared, `${operation}-${moment}-${lasting}`);
          const { fs } = interruptedFiles(FILE_SYSTEM, (number, _, now) => {
            if (number === operation ? now === moment : lasting && number > operation) throw systemError(code);
          });
          const outcome = await saveCheckpoint(run, checkpointOf(NEW), fs).catch((error: Error) => error);
          if (outcome !== undefined) expect(outcome).toMatchObject({ name: 'FileError', code });
          await expectSound(run, states, models);
        }
      }
    },
  );
});

describe('saveCheckpoint in a process that is killed', () => {
  /** Runs the save in a process of its own until the moment at which it kills itself. */
  function killAt(run: string, operation: number, moment: Moment): Promise<string | null> {
    const script = join(__dirname, 'testing/killed-save.ts');
    const node = [...FROM_SOURCES, script, run, `${NEW}`, `${operation}`, moment];
    return new Promise((resolve) => {
      const child = execFile(process.execPath, node, { cwd: ROOT }, () => resolve(child.signalCode));
    });
  }

  test.each(Object.entries(RUNS).filter(([name]) => name !== 'with one state'))(
    'keeps a valid state at each operation on the disk, in a run %s',
    async (_, { prepare, states, models }) => {
      const prepared = await preparedRun(prepare);
      const { moments, log } = await momentsOf(prepared);
      const last = log.length - 1;
      // After an operation the disk is what it is before the next one, and reading leaves it as it is.
      const deadly = moments.filter(
        ([operation, moment]) =>
          !['read', 'stat', 'close', 'open r'].includes(log[operation] as string) &&
          (moment !== 'after' || operation === last),
      );
      for (let at = 0; at < deadly.length; at += 2) {
        await Promise.all(
          deadly.slice(at, at + 2).map(async ([operation, moment]) => {
            const run = copyOf(prepared, `${operation}-${moment}`);
            expect([operation, moment, await killAt(run, operation, moment)]).toEqual([operation, moment, 'SIGKILL']);
            await expectSound(run, states, models);
          }),
        );
      }
    },
  );

  test('leaves nothing, or a first state, in a new run', async () => {
    const prepared = await preparedRun(async () => {});
    const { moments, log } = await momentsOf(prepared);
    const renames = moments.filter(([operation, moment]) => log[operation] === 'rename' && moment !== 'middle');
    const found: unknown[] = [];
    for (const [operation, moment] of renames) {
      const run = copyOf(prepared, `${operation}-${moment}`);
      await killAt(run, operation, moment);
      await removeLeftovers(run);
      found.push(readdirSync(run).sort());
    }
    expect(found).toEqual([[], [STATE_FILE], [STATE_FILE], [MODEL_FILE, STATE_FILE]]);
  });
});

describe('loadState', () => {
  test('says why it fell back to the previous state', async () => {
    const run = await preparedRun(RUNS['with two states']?.prepare as (run: string) => Promise<void>);
    expect(await loadState(run)).toMatchObject({ file: STATE_FILE });
    writeFileSync(join(run, STATE_FILE), 'x');
    const { state, file, because } = await loadState(run);
    expect([numberIn(state), file]).toEqual([OLDER, PREVIOUS_STATE_FILE]);
    expect(because).toMatch(/state\.safetensors is damaged: .*expected at least 8 bytes, got 1/);
    rmSync(join(run, STATE_FILE));
    expect((await loadState(run)).because).toMatch(/state\.safetensors is missing/);
  });

  test('refuses a folder without a valid state in one line', async () => {
    const run = await preparedRun(async () => {});
    await expect(loadState(run)).rejects.toThrow(/^Expected a valid state.safetensors .*Start a new run/);
  });
});
