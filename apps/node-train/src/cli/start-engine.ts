import { UsageError } from '@pix2pix-ts/common/node';
import type { Engine, PickEngineOptions } from '@pix2pix-ts/engine';
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
    const engine = await pickEngine({ ...(backend === 'webgpu' ? ONLY_WEBGPU : { backend }), threads });
    printNote(describeEngine(engine));
    return engine;
  } catch (error) {
    throw error instanceof EngineError && backend !== 'auto' ? new UsageError(error.message, { cause: error }) : error;
  }
}

/** A driver that crashes is to end another process than this one, and Dawn's warnings are not for the reader. */
const ONLY_WEBGPU: PickEngineOptions = {
  order: ['webgpu'],
  async whyNot() {
    const { lookForGpu, NoGpuError } = await import('@pix2pix-ts/backend-webgpu/node');
    try {
      await lookForGpu();
      return undefined;
    } catch (error) {
      if (error instanceof NoGpuError) return error.reason;
      throw error;
    }
  },
};

/** Lets TensorFlow write its log to stderr, where it is quiet otherwise. It reads this when it is loaded. */
export function showTensorflowLog(environment: NodeJS.ProcessEnv = process.env): void {
  environment.TF_CPP_MIN_LOG_LEVEL ??= '0';
}
