import type { KernelProfiles } from './kernels-process.ts';
import type { BenchFlags } from './parse-flags.ts';
import { runOurProcess } from './run-our-process.ts';

/** The result of the suite `kernels`: where the time of a step goes, by kernel and shapes. */
export type KernelsResult = KernelProfiles & { suite: 'kernels'; backend: string; preset: string; threads: number };

/** Times every kernel of a training step and of a translation, each with its shapes. */
export async function runKernelsSuite({ backend, preset, batch, threads, steps }: BenchFlags): Promise<KernelsResult> {
  const options = { backend, preset, batch, threads, warmup: 1, steps };
  const profiles = await runOurProcess<KernelProfiles>('kernels-process.ts', options);
  return { suite: 'kernels', backend, preset, threads, ...profiles };
}
