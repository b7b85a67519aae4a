import { UsageError } from '@pix2pix-ts/common/node';
import type { Engine } from '@pix2pix-ts/engine';
import type { GlobalOptions } from './global-options.ts';
import { printNote } from './output.ts';

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

/** Lets TensorFlow write its log to stderr, where it is quiet otherwise. It reads this when it is loaded. */
export function showTensorflowLog(environment: NodeJS.ProcessEnv = process.env): void {
  environment.TF_CPP_MIN_LOG_LEVEL ??= '0';
}
