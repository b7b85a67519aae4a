import type { Precision } from '@pix2pix-ts/common';
import type { BenchFlags } from '../parse-flags.ts';
import { runOurProcess } from '../process/run-our-process.ts';
import { type KernelRate, rateLines } from './kernel-rates.ts';
import type { KernelProfiles } from './kernels-process.ts';

/** The result of the suite `kernels`: where the time of a step goes, by kernel and shapes, and how fast each is. */
export type KernelsResult = KernelProfiles & {
  suite: 'kernels';
  backend: string;
  preset: string;
  precision: Precision;
  threads: number;
};

/**
 * Times every kernel of a training step and of a translation, each with its shapes, compared with what the machine can do.
 * The tables go to stderr, the result is returned.
 */
export async function runKernelsSuite(flags: BenchFlags): Promise<KernelsResult> {
  const { backend, preset, precision, batch, threads, steps } = flags;
  const options = { backend, preset, precision, batch, threads, warmup: 2, steps };
  const profiles = await runOurProcess<KernelProfiles>('kernels/kernels-process.ts', options);
  const { probes, train, inference } = profiles;
  const of = probes && `arithmetic ${probes.gflops.toFixed(1)} GFLOP/s, copy ${probes.copyGBs.toFixed(1)} GB/s`;
  console.error(of ? `Probes on ${threads} threads: ${of}` : 'Shares are relative to probes, which only wasm has.');
  printTable('A training step', train);
  printTable('A translation', inference);
  return { suite: 'kernels', backend, preset, precision, threads, ...profiles };
}

function printTable(title: string, rates: readonly KernelRate[]): void {
  console.error(
    [`\n${title}, ${rates.reduce((sum, { ms }) => sum + ms, 0).toFixed(0)} ms`, ...rateLines(rates)].join('\n'),
  );
}
