import type { Precision } from '@pix2pix-ts/common';
import { UsageError } from '@pix2pix-ts/common/node';
import type { Engine, PickEngineOptions } from '@pix2pix-ts/engine';
import type { GlobalOptions } from '../cli/global-options.ts';
import { printNote } from '../cli/output.ts';
import type { Work } from './work.ts';

/** The flags that decide on an engine, and what it is to round. */
export type EngineOptions = Pick<GlobalOptions, 'backend' | 'verbose' | 'compile'> & {
  readonly threads?: number | undefined;
  /** @default the engine's own */
  readonly precision?: Precision | undefined;
};

/**
 * Picks the engine that `--backend` and `--threads` ask for, and says on stderr which one was chosen and why not those
 * before it. `auto` takes the fastest one for this work, as far as that is known.
 *
 * @throws UsageError where the engine that is asked for does not work here
 */
export async function startEngine(
  { backend, threads, verbose, precision, compile = true }: EngineOptions,
  work?: Work,
): Promise<Engine> {
  if (verbose) showTensorflowLog();
  const { describeEngine, EngineError, pickEngine } = await import('@pix2pix-ts/engine');
  try {
    const choice = await choiceOf({ backend, threads, precision }, work);
    const engine = await pickEngine({ ...choice, threads, precision });
    if (engine.name === 'webgpu') await (await import('./choose-forms-once.ts')).chooseFormsOnce();
    const isCompiled = compile && (await compilesSteps());
    printNote(`${describeEngine(engine)}${isCompiled ? '; what is run again and again is compiled' : ''}`);
    return engine;
  } catch (error) {
    throw error instanceof EngineError && (backend !== 'auto' || isLower(precision))
      ? new UsageError(error.message, { cause: error })
      : error;
  }
}

/** Whether the engine that was started runs steps without their JavaScript. */
async function compilesSteps(): Promise<boolean> {
  const { getBackend, getKernel } = await import('@tensorflow/tfjs-core');
  return getKernel('CompiledStep', getBackend()) !== undefined;
}

async function choiceOf(
  { backend, threads, precision }: Omit<EngineOptions, 'verbose'>,
  work: Work | undefined,
): Promise<PickEngineOptions> {
  if (isLower(precision)) return { backend: backend === 'auto' ? 'native' : backend }; // no other engine has it
  if (backend === 'webgpu') return ONLY_WEBGPU;
  if (backend !== 'auto' || work === undefined) return { backend };
  const { autoOrder } = await import('./auto-order.ts');
  return autoOrder({ work, threads, onNote: printNote });
}

const isLower = (precision: Precision = 'float32') => precision !== 'float32';

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
