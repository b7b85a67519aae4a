import type { Engine } from '@pix2pix-ts/engine';
import type { GlobalOptions } from './global-options.ts';
import { printNote } from './output.ts';
import { showTensorflowLog } from './tensorflow-log.ts';
import { UsageError } from './usage-error.ts';

/**
 * Picks the engine that `--backend` and `--threads` ask for, and says on stderr which one was chosen and why not those
 * before it.
 *
 * @throws UsageError where the engine that is asked for does not work here
 */
export async function startEngine({ backend, threads, verbose }: GlobalOptions): Promise<Engine> {
  if (verbose) showTensorflowLog();
  const { describeEngine, EngineError, pickEngine } = await import('@pix2pix-ts/engine');
  try {
    const engine = await pickEngine({ backend, threads });
    printNote(describeEngine(engine));
    return engine;
  } catch (error) {
    throw error instanceof EngineError && backend !== 'auto' ? new UsageError(error.message, { cause: error }) : error;
  }
}
