import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import '@pix2pix-ts/backend-wasm';
import { loadTranslator } from '@pix2pix-ts/pix2pix';
import '@tensorflow/tfjs-backend-cpu';
import { backend, setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients
import { SMALL, smallMetadata, smallModelFile } from '@pix2pix-ts/testing-models';
import { kernelResults } from './cases/kernels.ts';
import { picture } from './cases/picture.ts';
import { trainingLosses } from './cases/training.ts';
import { answerOf } from './expectations/answer-of.ts';
import { expectThreads } from './expectations/threads.ts';
import { hasBrowser, unavailable } from './harness/has-browser.ts';
import type { PagesReport } from './harness/pages-process.ts';
import { runPages } from './harness/run-pages.ts';

(hasBrowser ? describe : unavailable)('in a real browser', () => {
  let report: PagesReport;
  let model: Uint8Array;
  const folder = mkdtempSync(path.join(tmpdir(), 'pix2pix-ts-browser-'));

  beforeAll(async () => {
    await setBackend('wasm');
    model = await smallModelFile(smallMetadata({ generator: { ...SMALL, imageSize: 64, filters: 8 } }));
    const file = path.join(folder, 'model.safetensors');
    writeFileSync(file, model);
    report = await runPages(file);
  }, 300_000);

  async function translatedInNode(): Promise<number[]> {
    const translator = await loadTranslator(model);
    const { data } = await translator.translate(picture());
    translator.dispose();
    return Array.from(data);
  }

  afterAll(() => rmSync(folder, { recursive: true }));

  describe('a page that loads a model by its address', () => {
    test.each([
      ['wasm', 'wasm'],
      ['webgl', 'webgl'],
      ['cpu', 'cpu'],
      ['packages', 'wasm'], // as published, where no other engine is installed
    ] as const)("translates to Node's pixels (%s)", async (page, engine) => {
      const data = await translatedInNode();
      const translated = answerOf(report.translated[page]);
      expect(translated.backend).toBe(engine);
      expect(new Set(data).size).toBeGreaterThan(50);
      expect(translated.data).toHaveLength(data.length);
      expect(farthest(translated.data, data)).toBeLessThanOrEqual(1); // one level of 255, by rounding
    });

    test.each(['sources', 'packages'] as const)('holds nothing of Node and nothing of training (%s)', (build) => {
      const { modules, warnings } = report.builds[build];
      const strange = /node:|\/node\/|\/platform\/node\.|\/(sharp|@img|trainer|losses)\//;
      expect(modules.filter((id) => /\/(pix2pix|backend-wasm)\//.test(id)).length).toBeGreaterThan(10);
      expect(modules.filter((id) => strange.test(id))).toEqual([]);
      expect(warnings).toEqual([]);
    });
  });

  describe('the wasm backend', () => {
    test.each(['isolated', 'plain', 'worker'] as const)("gives the cpu backend's numbers (%s)", async (where) => {
      const { results } = answerOf(report.kernels[where]);
      const expected = await onCpu(kernelResults);
      expect(Object.keys(results)).toEqual(Object.keys(expected));
      for (const [name, tensors] of Object.entries(expected)) {
        expect(results[name]?.map(({ length }) => length)).toEqual(tensors.map(({ length }) => length));
        // float32, in another order: relative to the largest entry.
        for (const [i, tensor] of tensors.entries())
          expect(farthest(results[name]?.[i] ?? [], tensor)).toBeLessThanOrEqual(
            1e-5 * Math.max(...tensor.map(Math.abs)),
          );
      }
    });

    test("translates to Node's pixels on the stock kernels where there is no SIMD, and says so once", async () => {
      const { backend: engine, data, said } = answerOf(report.withoutSimd);
      expect(engine).toBe('wasm');
      expect(farthest(data, await translatedInNode())).toBeLessThanOrEqual(1);
      const ours = said.filter((line) => line.includes('SIMD'));
      expect(ours).toEqual([expect.stringMatching(/^console.warning: Expected SIMD [^\n]* The stock backend runs/)]);
    });

    test('says in one line where it finds no binaries', () => {
      const { missing, pages } = report.withoutBinaries;
      expect(missing).toEqual({ failure: expect.stringMatching(binaryExpected('stock-threaded-simd', 'status 404')) });
      expect(pages).toEqual({ failure: expect.stringMatching(binaryExpected('stock-simd', 'another file .*')) });
    });

    test("trains with Node's losses", async () => {
      await setBackend('wasm');
      const expected = await trainingLosses();
      const losses = answerOf(report.losses);
      expect(expected).toHaveLength(4);
      expect(losses.map(Object.keys)).toEqual(expected.map(Object.keys));
      const values = losses.flatMap(Object.values);
      expect(values.every(Number.isFinite)).toBe(true);
      expect(farthest(values, expected.flatMap(Object.values))).toBeLessThanOrEqual(1e-4);
    });
  });

  expectThreads(() => report);
});

function binaryExpected(name: string, got: string): RegExp {
  return new RegExp(
    `Expected a WebAssembly binary at http:.*/${name}-\\S+\\.wasm, got ${got}\\. Serve the folder wasm`,
  );
}

async function onCpu<Result>(run: () => Promise<Result>): Promise<Result> {
  await setBackend('cpu');
  // Its first tensor in Node prints the advice to install tfjs-node: here it is the reference.
  Object.assign(backend(), { firstUse: false });
  return run();
}

function farthest(left: ArrayLike<number>, right: ArrayLike<number>): number {
  return Array.from(left).reduce((most, value, i) => Math.max(most, Math.abs(value - (right[i] as number))), 0);
}
