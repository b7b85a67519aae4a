import { beforeAll, describe, expect, test } from '@jest/globals';
import { answerOf } from './expectations/answer-of.ts';
import type { BundlersReport } from './harness/bundlers-process.ts';
import { hasBrowser, unavailable } from './harness/has-browser.ts';
import { runProcess } from './harness/run-process.ts';

/** Filter row r sees the rows r, r + 2, ... r + 60, each at 31 places: 31 * (31 r + 930), for 4 columns, 3 and 16 channels. */
const gradient = [0, 1, 2, 3].flatMap((row) => Array.from({ length: 4 * 3 * 16 }, () => 31 * (31 * row + 930)));

const oneThread = (reason: RegExp) => ({ threads: 1, simd: true, fma: true, reason: expect.stringMatching(reason) });

(hasBrowser ? describe : unavailable)('a bundle of the wasm backend as npm gives it, with nothing configured', () => {
  let report: BundlersReport;
  beforeAll(async () => {
    report = await runProcess('bundlers-process.ts');
  }, 300_000);

  test.each(['webpack', 'esbuild'] as const)('computes on two threads, under a strict policy (%s)', (name) => {
    const answer = answerOf(report[name]);
    expect(answer.features).toEqual({ threads: 2, simd: true, fma: true });
    expect(answer.gradient).toEqual(gradient);
    expect(answer.said).toEqual([]);
  });

  test.each(['webpack', 'esbuild'] as const)('loads the two binaries that run, and no other (%s)', (name) => {
    const { asked } = answerOf(report[name]);
    const binaries = asked.filter((file) => /\.wasm$|^(stock|kernels)-/.test(file));
    expect(binaries).toHaveLength(2);
    if (name === 'esbuild')
      expect(binaries).toEqual([
        expect.stringMatching(/^stock-threaded-simd-\w+\.js$/),
        expect.stringMatching(/^kernels-fma-shared-\w+\.js$/),
      ]);
  });

  test("computes on one thread in esbuild's bundle of one file, and says why once", () => {
    const answer = answerOf(report.esbuildOneFile);
    expect(answer.features).toEqual(oneThread(/the bundle is one file\. Build it [^\n]* --splitting\)$/));
    expect(answer.gradient).toEqual(gradient);
    expect(answer.asked).toEqual(['index.html', 'main.js']);
    expect(answer.said).toEqual([expect.stringMatching(/^console.warning: backend-wasm runs on one thread, [^\n]*$/)]);
  });

  test('computes on one thread where the page may have no workers', () => {
    const answer = answerOf(report.workersRefused);
    expect(answer.features).toEqual(oneThread(/^one thread, [^\n]*refuses its workers/));
    expect(answer.gradient).toEqual(gradient);
  });

  test('says in one line which chunk is not served', () => {
    const line =
      /Expected the chunk of kernels-fma-shared next to the page's other chunks, got: [^\n]*\/kernels-fma-shared-\w+\.js\. Serve/;
    expect(report.binaryMissing).toEqual({ failure: expect.stringMatching(line) });
  });
});
