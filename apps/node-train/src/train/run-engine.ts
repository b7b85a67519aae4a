import { UsageError } from '@pix2pix-ts/common/node';
import type { Engine } from '@pix2pix-ts/engine';
import type { RunPlan } from '@pix2pix-ts/trainer';
import { BACKENDS } from '../cli/global-options.ts';
import { printNote } from '../cli/output.ts';
import { type EngineOptions, startEngine } from '../engines/start-engine.ts';
import type { Work } from '../engines/work.ts';

/** The engines that `--backend` can ask for. */
const ENGINE_NAMES = BACKENDS.filter((name) => name !== 'auto');

/** The engine that a run was trained on last, such as `wasm, 2 threads, SIMD with FMA`, or one of a page. */
type RunEngine = NonNullable<RunPlan['engine']>;

/**
 * Starts the engine of a run that is resumed, so that it gives the same bits; where that does not work here, or
 * `--backend` asks for another, the reader is told that the bits differ from here on.
 *
 * @throws UsageError where the engine that `--backend` asks for does not work here
 */
export async function startEngineOfRun(
  globals: EngineOptions & { isBackendGiven?: boolean },
  was: RunEngine | undefined,
  work: Work | undefined,
): Promise<Engine> {
  if (was === undefined) return startEngine(globals, work);
  const engine = globals.isBackendGiven ? await startEngine(globals, work) : await startAgain(globals, was, work);
  if (bitsOf(engine) !== bitsOf(was))
    printNote(
      `The run was trained on ${was.description} so far, and continues with ${engine.description}: from here on its values are not bit-identical.`,
    );
  return engine;
}

async function startAgain(globals: EngineOptions, { name }: RunEngine, work: Work | undefined): Promise<Engine> {
  try {
    const backend = ENGINE_NAMES.find((known) => known === name);
    if (backend === undefined) throw new UsageError(`Expected an engine (${ENGINE_NAMES}), got '${name}'.`);
    return await startEngine({ ...globals, backend });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    printNote(`The engine of this run, ${name}, does not work here: using another one.`);
    return startEngine({ ...globals, backend: 'auto' }, work);
  }
}

/** What of an engine decides the bits that it computes: wasm comes to the same ones on any number of threads. */
function bitsOf({ name, description }: Pick<RunEngine, 'name' | 'description'>): string {
  return name === 'wasm' ? description.replace(/, \d+ threads?/, '') : description;
}

/** The engine in the words of a `config.json`, from before a state named its engine. */
export function engineIn(description: unknown): RunEngine | undefined {
  if (typeof description !== 'string') return undefined;
  const name = ENGINE_NAMES.find((known) => description.startsWith(`${known},`));
  return name && { name, description };
}
