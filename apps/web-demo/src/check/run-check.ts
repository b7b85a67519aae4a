import { chooseForms, kernelNames, warmUp, webgpuAdapter } from '@pix2pix-ts/backend-webgpu';
import { requestAdapter } from '@pix2pix-ts/engine';
import { dispose, env, tidy } from '@tensorflow/tfjs-core';
import { startEngine } from '../engines/start-engine.ts';
import { lineOf } from '../worker/calls.ts';
import { callKernel, errorOf, inputsOf, LARGE, SMALL, speedOf } from './check-kernel.ts';
import { type CardReport, type CheckReport, FAILED, type KernelResult } from './check-report.ts';
import { KERNEL_CASES } from './kernel-cases.ts';

/** How far the check is: a few words, and a share of it from 0 to 1. */
export type CheckProgress = { readonly words: string; readonly share: number };

/**
 * Checks every kernel of our WebGPU backend on this machine's card. Called in a worker.
 *
 * @param seconds after so many no more speeds are measured: what is left is checked for its values alone
 * @throws Error of one line where WebGPU does not start
 */
export async function runCheck(seconds: number, tell: (progress: CheckProgress) => void): Promise<CheckReport> {
  tell({ words: 'Starting WebGPU', share: 0 });
  await startEngine('webgpu');
  env().set('WEBGPU_CPU_FORWARD', false); // small tensors would be computed in JavaScript
  const errors: string[] = [];
  const note = (error: unknown) => void errors.push(lineOf(error));
  const names = kernelNames().sort((one, other) => placeOf(one) - placeOf(other));
  await prepare(names, (done, total) =>
    tell({ words: `Preparing the graphics card: ${done} of ${total}`, share: (0.2 * done) / total }),
  ).catch(note);
  const readMilliseconds = await timeOfRead();
  const end = performance.now() + 1000 * seconds;
  const kernels: KernelResult[] = [];
  for (const [place, name] of names.entries()) {
    tell({ words: `${name}: ${place + 1} of ${names.length}`, share: 0.2 + (0.8 * place) / names.length });
    kernels.push(await checkOne(name, end));
  }
  const layer = await chooseForms(); // what the warm-up has measured
  return { browser: navigator.userAgent, card: await describeCard(), readMilliseconds, layer, kernels, errors };
}

/** Compiles side by side what the calls need; a kernel that cannot be called says so when its turn comes. */
async function prepare(names: readonly string[], onProgress: (done: number, total: number) => void): Promise<void> {
  const calls = names.flatMap((name) => {
    const caseOf = KERNEL_CASES[name];
    return caseOf ? [SMALL, LARGE].map((size) => ({ name, call: caseOf(size) })) : [];
  });
  await warmUp(() => {
    for (const { name, call } of calls)
      tidy(() => {
        try {
          dispose(callKernel(name, call, inputsOf(call)));
        } catch {}
      });
  }, onProgress);
}

/** Products first, functions of single values last: a slow card may have time for the speeds of a few kernels alone. */
function placeOf(name: string): number {
  const { inputs = {}, operations } = KERNEL_CASES[name]?.(SMALL) ?? {};
  if (operations !== undefined) return 0;
  return Object.keys(inputs).length > 1 ? 1 : 2;
}

async function checkOne(name: string, end: number): Promise<KernelResult> {
  const caseOf = Object.hasOwn(KERNEL_CASES, name) ? KERNEL_CASES[name] : undefined;
  if (!caseOf) return { name, remark: 'not checked' };
  try {
    const error = await errorOf(name, caseOf);
    if (performance.now() > end) return { name, error, remark: 'no time left' };
    return { name, error, ...(await speedOf(name, caseOf)) };
  } catch (error) {
    return { name, remark: `${FAILED}${lineOf(error)}` };
  }
}

/** How long it takes until a value of a small computation is here: the least of a few. */
async function timeOfRead(): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 8; i++) {
    const start = performance.now();
    const x = inputsOf({ inputs: { x: [4] } });
    const [y] = callKernel('Tanh', { inputs: {} }, x);
    await y?.data();
    dispose([x as never, y as never]);
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}

async function describeCard(): Promise<CardReport> {
  const adapter = await requestAdapter();
  const { name = '', software = false } = webgpuAdapter() ?? {};
  return {
    name,
    software,
    info: Object.fromEntries(
      namesIn(adapter?.info).flatMap((key) => {
        const value = adapter?.info[key as keyof GPUAdapterInfo];
        return value === '' || value === undefined ? [] : [[key, String(value)]];
      }),
    ),
    features: [...(adapter?.features ?? [])].sort(),
    limits: Object.fromEntries(
      namesIn(adapter?.limits).map((key) => [key, Number(adapter?.limits[key as keyof GPUSupportedLimits])]),
    ),
  };
}

/** The properties of what a browser gives, which are its class's. */
function namesIn(given: object | undefined): string[] {
  if (!given) return [];
  const names: string[] = [];
  for (const name in given) names.push(name);
  return names.filter((name) => name !== '__brand');
}
