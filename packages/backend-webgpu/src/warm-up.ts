import { dispose, env, tidy } from '@tensorflow/tfjs-core';
import { chooseForms } from './measure-forms.ts';
import { prepared } from './run/prepared.ts';
import { runningBackend } from './running-backend.ts';

/** How far a warm-up is: so many of so many shaders are compiled. */
export type WarmUpProgress = (done: number, total: number) => void;

/**
 * Compiles the shaders that `work` needs, our kernels' and the stock ones', side by side and without holding up the page,
 * so that its first real run does not wait for the compiler. The kernels are called and nothing is computed: the tensors
 * that they return have no values, `work` must not read them, and those that a kernel changes in place stay as they are.
 * What `work` itself keeps in JavaScript, such as an optimizer's count of steps, does move: give it things of its own. No
 * other work may run until the promise is settled. It decides before by what shaders, as `chooseForms` does. On another backend nothing is called.
 *
 * @param work synchronous; tensors that it makes or returns are disposed, but for those that it keeps
 * @param onProgress called when it is known how many shaders there are, and for each that is done
 * @throws in one line where `work` awaits or reads something; GpuError where the compiler refuses a shader, or the memory for
 *   the work is not there
 */
export async function warmUp(work: () => unknown, onProgress?: WarmUpProgress): Promise<void> {
  const current = runningBackend();
  if (!current) return;
  await chooseForms();
  try {
    callOnly(work);
  } catch (error) {
    await prepared(current).catch(() => {}); // that of the work is told
    throw error;
  }
  await prepared(current, onProgress);
}

const COMPILE_ONLY = 'WEBGPU_ENGINE_COMPILE_ONLY';

function callOnly(work: () => unknown): void {
  const before = env().getBool(COMPILE_ONLY);
  env().set(COMPILE_ONLY, true);
  try {
    const { given } = tidy(() => ({ given: work() }) as never) as { given: unknown };
    dispose(given as never);
    if (!(given instanceof Promise)) return;
    given.catch(() => {}); // it may fail because it reads
    throw new Error('Expected work that awaits nothing, got a promise. Warm up the part of it that is synchronous.');
  } finally {
    env().set(COMPILE_ONLY, before);
  }
}
