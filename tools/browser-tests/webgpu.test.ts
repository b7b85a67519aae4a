import { beforeAll, describe, expect, test } from '@jest/globals';
import '@pix2pix-ts/backend-wasm';
import { setBackend } from '@tensorflow/tfjs-core';
import { trainingLosses } from './cases/training.ts';
import { answerOf } from './expectations/answer-of.ts';
import { hasBrowser, unavailable } from './harness/has-browser.ts';
import { runProcess } from './harness/run-process.ts';
import type { WebgpuReport } from './harness/webgpu-process.ts';

const LOST =
  /^Expected a GPU that works, got one that was lost \([^\n]+\)\. Start the backend anew, or use another one\.$/;
/** Filter row r sees the rows r, r + 2, ... r + 60, each at 31 places: 31 * (31 r + 930), for 4 columns, 3 and 16 channels. */
const gradient = [0, 1, 2, 3].flatMap((row) => Array.from({ length: 4 * 3 * 16 }, () => 31 * (31 * row + 930)));

(hasBrowser ? describe : unavailable)('the WebGPU backend in a real browser', () => {
  let report: WebgpuReport;
  let expected: Record<string, number>[];
  beforeAll(async () => {
    report = await runProcess('webgpu-process.ts');
    await setBackend('wasm');
    expected = await trainingLosses(2);
  }, 450_000);

  test("trains in a worker with wasm's losses, on a GPU that says that the processor plays it", () => {
    const { losses, adapter } = answerOf(report.worker);
    expect(adapter).toEqual({ name: expect.stringMatching(/swiftshader/i), software: true });
    expect(losses.map(Object.keys)).toEqual(expected.map(Object.keys));
    const wanted = expected.flatMap(Object.values);
    for (const [i, loss] of losses.flatMap(Object.values).entries())
      expect(Math.abs(loss / (wanted[i] as number) - 1)).toBeLessThan(1e-4);
  });

  test('compiles in a warm-up all that training needs, and says how far it is', () => {
    const { progress, compiled } = answerOf(report.worker);
    const shaders = progress.length - 1;
    expect(shaders).toBeGreaterThan(20);
    expect(progress).toEqual(progress.map((_, done) => [done, shaders]));
    expect(compiled).toEqual([]);
  });

  test('plays recorded steps with the losses of steps that run with their JavaScript, bit for bit', () => {
    const { played, unplayed } = answerOf(report.worker);
    expect(played).toHaveLength(4);
    expect(played).toEqual(unplayed);
  });

  test.each(['page', 'worker'] as const)(
    'says in one line that the device was lost, to who waits for a read and to who goes on (%s)',
    (where) => {
      const { lost } = answerOf(report[where]);
      expect(lost).toEqual([expect.stringMatching(LOST), expect.stringMatching(LOST)]);
    },
  );

  test.each(['vite', 'webpack'] as const)('computes in a bundle of the package as npm gives it (%s)', (name) => {
    const { gradient: got, shaders, said } = answerOf(report.bundles[name]);
    expect(got).toEqual(gradient);
    expect(shaders).toBeGreaterThan(2);
    expect(said).toEqual([]);
  });
});
