import '@tensorflow/tfjs-layers'; // registers the gradients
import { type BackendName, startBackend } from '@pix2pix-ts/bench/start-backend';
import { drawCase, drawnKernels } from './draw/index.ts';
import { differenceOf, toleranceOf } from './judge/difference.ts';
import { expectedByCpu } from './judge/expected-by-cpu.ts';
import { startTorch } from './judge/torch.ts';
import type { DrawnCase, KernelCase, Outcome } from './kernel-case.ts';
import { type CallRunnerOptions, startCallRunner } from './process/call-runner.ts';

/** What to compare, and with what. */
export type CompareOptions = CallRunnerOptions & {
  backend: BackendName;
  seed: number;
  /** How many calls are drawn of each kernel. */
  count: number;
  /** @default all that are drawn */
  kernels?: readonly string[] | undefined;
  /** Only the call of this index of each kernel. */
  index?: number | undefined;
  /** A Python that has PyTorch, which judges the calls that it knows in place of the cpu backend. */
  torch?: string | undefined;
};

/** A call on which the backend and a judge differ. */
export type Disagreement = DrawnCase & { what: string; judge: 'cpu' | 'PyTorch' };

/** What became of the calls of one kernel. */
export type KernelReport = {
  kernel: string;
  calls: number;
  /** How many the backend, or the judge, refused: nothing was compared. */
  refused: number;
  /** In which words, at first. */
  refusal: string | undefined;
  disagreements: Disagreement[];
};

/** Draws calls, runs each on the backend in another process, and compares; yields a report a kernel. */
export async function* compareKernels(options: CompareOptions): AsyncGenerator<KernelReport> {
  const { backend, seed, count, kernels = drawnKernels, index, torch } = options;
  const indices = index === undefined ? Array.from({ length: count }, (_, i) => i) : [index];
  const runner = startCallRunner(backend, options);
  const judge = torch === undefined ? undefined : startTorch(torch);
  try {
    for (const kernel of kernels) {
      const drawn = indices.flatMap((each) => drawCase(kernel, seed, each) ?? []);
      const calls = drawn.map(({ call }) => call);
      const byTorch = (await judge?.expected(calls)) ?? [];
      yield await reportOf(kernel, drawn, await expectedOf(backend, calls, byTorch), (call) => runner.run(call));
    }
  } finally {
    runner.stop();
    judge?.stop();
  }
}

type Expected = { outcome: Outcome; judge: Disagreement['judge'] };

/** PyTorch's where it knows the call. The cpu backend cannot judge itself. */
async function expectedOf(
  backend: BackendName,
  calls: readonly KernelCase[],
  byTorch: readonly (Outcome | undefined)[],
): Promise<Expected[]> {
  await startBackend('cpu');
  const unjudged: Outcome = { refused: 'only the cpu backend itself as a reference' };
  return calls.map((call, i) => {
    const outcome = byTorch[i];
    if (outcome) return { outcome, judge: 'PyTorch' };
    return { outcome: backend === 'cpu' ? unjudged : expectedByCpu(call), judge: 'cpu' };
  });
}

async function reportOf(
  kernel: string,
  drawn: readonly DrawnCase[],
  expected: readonly Expected[],
  run: (call: KernelCase) => Promise<Outcome>,
): Promise<KernelReport> {
  const report: KernelReport = { kernel, calls: drawn.length, refused: 0, refusal: undefined, disagreements: [] };
  for (const [i, each] of drawn.entries()) {
    const { outcome, judge } = expected[i] as Expected;
    const got = await run(each.call);
    const what = differenceOf(got, outcome, toleranceOf(kernel, each.call.gradient));
    if (what !== undefined) report.disagreements.push({ ...each, what, judge });
    else if (!('outputs' in got && 'outputs' in outcome)) {
      report.refused++;
      report.refusal ??= [got, outcome].flatMap((one) => ('refused' in one ? one.refused : []))[0];
    }
  }
  return report;
}
