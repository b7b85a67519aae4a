import { availableParallelism } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { wasmFeatures } from '@pix2pix-ts/backend-wasm';
import { findBackendFactory, registerBackend, removeBackend, setBackend } from '@tensorflow/tfjs-core';
import { kernelDigests } from '../cases/digests.ts';
import { refuseRelaxedSimd } from '../cases/refuse-relaxed-simd.ts';
import type { PagesReport, ThreadsPlace } from '../harness/pages-process.ts';
import { answerOf } from './answer-of.ts';

const cores = Math.min(availableParallelism(), 8);
const FMA = { simd: true, fma: true };
const NO_FMA = { simd: true, fma: false, reason: expect.stringMatching(/^no fused multiply-add[^\n]*relaxed SIMD$/) };
const refused = expect.stringMatching(
  /^one thread, because others could not be started: [^\n]*refuses its workers[^\n]*$/,
);
const notIsolated = expect.stringMatching(/^one thread, [^\n]*not cross-origin isolated$/);

/** The numbers of threads that each page runs with, what it says of the build, and its workers while the last runs. */
const places: Record<ThreadsPlace, { threads: number[]; features: object; running: number; left?: number }> = {
  page: { threads: [cores, 1, 2, 3], features: FMA, running: 2 },
  worker: { threads: [3, 1, 2], features: FMA, running: 1, left: 1 }, // the engine's own is one more
  strict: { threads: [3], features: FMA, running: 2 },
  withoutFma: { threads: [2, 3], features: NO_FMA, running: 2 },
  notIsolated: { threads: [1], features: { ...FMA, reason: notIsolated }, running: 0 },
  workersRefused: { threads: [1, 1], features: { ...FMA, reason: refused }, running: 0 },
  scriptMissing: { threads: [1], features: { ...FMA, reason: refused }, running: 0 },
};
const names = Object.keys(places) as ThreadsPlace[];

/** What threads in a page are held to. */
export function expectThreads(report: () => PagesReport): void {
  describe('threads in a page', () => {
    test.each(names)('run where they can, in the build that the engine can compile (%s)', (name) => {
      const { runs, isolated } = answerOf(report().threads[name]);
      const { threads, features } = places[name];
      expect(isolated).toBe(name !== 'notIsolated');
      expect(runs.map((run) => run.features)).toEqual(threads.map((count) => ({ threads: count, ...features })));
    });

    test.each(names)("give Node's results to the last bit, however many they are (%s)", async (name) => {
      const expected = await digestsInNode(name === 'withoutFma');
      for (const { digests } of answerOf(report().threads[name]).runs) expect(digests).toEqual(expected);
    });

    test.each(names)('are workers of the page, and none is left once the backend is removed (%s)', (name) => {
      const { running, left = 0 } = places[name];
      expect(answerOf(report().threads[name]).workers).toEqual({ running: running + left, left });
    });

    test.each(['workersRefused', 'scriptMissing'] as const)('are missed in one line, said once (%s)', (name) => {
      const { said } = answerOf(report().threads[name]);
      const ours = said.filter((line) => line.startsWith('console.warning'));
      expect(ours).toEqual([expect.stringMatching(/^console.warning: backend-wasm runs on one thread, [^\n]*$/)]);
    });
  });
}

const inNode = new Map<boolean, Promise<Record<string, string[]>>>();

/** On a backend of its own, with or without FMA. */
function digestsInNode(withoutFma: boolean): Promise<Record<string, string[]>> {
  const known = inNode.get(withoutFma) ?? computeInNode(withoutFma);
  inNode.set(withoutFma, known);
  return known;
}

async function computeInNode(withoutFma: boolean): Promise<Record<string, string[]>> {
  const { validate } = WebAssembly;
  if (withoutFma) refuseRelaxedSimd();
  try {
    const factory = findBackendFactory('wasm');
    removeBackend('wasm');
    registerBackend('wasm', factory);
    await setBackend('wasm');
    expect(wasmFeatures()).toMatchObject({ fma: !withoutFma });
    return await kernelDigests();
  } finally {
    WebAssembly.validate = validate;
  }
}
