import type { WasmProbes } from '@pix2pix-ts/backend-wasm';
import { backend } from '@tensorflow/tfjs-core';
import type { Probes } from './kernel-rates.ts';

/** What the probes need of the wasm backend. */
type ProbedBackend = {
  threads: {
    count: number;
    run<Name extends keyof WasmProbes>(name: Name, calls: readonly WasmProbes[Name][]): void;
  };
  wasm: { _malloc(bytes: number): number; _free(address: number): void };
};

/** Operations of a round: see `assembly/probes.ts`. */
const ROUND_FLOP = 64;
const ROUNDS = 2_000_000;
/** Far beyond the caches, for each thread. */
const COPY_BYTES = 64 * 2 ** 20;
const REPEATS = 7;

/**
 * The most that the current wasm backend's threads do: a loop of fused products and sums on registers, and a copy of
 * memory, whose bytes count twice because they are read and written. The best of some repeats.
 */
export function measureWasmProbes(): Probes {
  const { threads, wasm } = backend() as unknown as ProbedBackend;
  const { count } = threads;
  const start = wasm._malloc(2 * COPY_BYTES * count) >>> 0;
  const arithmetic: WasmProbes['arithmeticProbe'][] = [];
  const copy: WasmProbes['copyProbe'][] = [];
  for (let thread = 0; thread < count; thread++) {
    const to = start + 2 * COPY_BYTES * thread;
    arithmetic.push([ROUNDS, start + 64 * thread]);
    copy.push([to, to + COPY_BYTES, COPY_BYTES]);
  }
  const arithmeticMs = leastMs(() => threads.run('arithmeticProbe', arithmetic));
  const copyMs = leastMs(() => threads.run('copyProbe', copy));
  wasm._free(start);
  return {
    threads: count,
    gflops: (ROUND_FLOP * ROUNDS * count) / (arithmeticMs * 1e6),
    copyGBs: (2 * COPY_BYTES * count) / (copyMs * 1e6),
  };
}

/** The best of each figure; `undefined` of none. */
export function bestProbes(measured: readonly Probes[]): Probes | undefined {
  const [first] = measured;
  if (!first) return undefined;
  const best = (of: (probes: Probes) => number) => Math.max(...measured.map(of));
  return { threads: first.threads, gflops: best(({ gflops }) => gflops), copyGBs: best(({ copyGBs }) => copyGBs) };
}

function leastMs(work: () => void): number {
  const times = Array.from({ length: REPEATS }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...times);
}
