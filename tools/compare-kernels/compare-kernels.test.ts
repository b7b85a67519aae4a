import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import '@pix2pix-ts/backend-wasm';
import { getKernelsForBackend, setBackend } from '@tensorflow/tfjs-core';
import { type CompareOptions, compareKernels, type KernelReport } from './compare-kernels.ts';
import { drawCase, drawnKernels, notDrawn } from './draw/index.ts';
import { parseFlags } from './parse-flags.ts';

const wrongKernels = fileURLToPath(new URL('testing/wrong-kernels.ts', import.meta.url));
async function reportsOf(options: Omit<CompareOptions, 'backend'>): Promise<KernelReport[]> {
  const reports: KernelReport[] = [];
  for await (const report of compareKernels({ backend: 'wasm', ...options })) reports.push(report);
  return reports;
}

test('the wasm backend agrees with the cpu backend, or a formula, on calls drawn for every kernel', async () => {
  const reports = await reportsOf({ seed: 11, count: 9 });
  expect(reports.flatMap(({ disagreements }) => disagreements)).toEqual([]);
  const sumOf = (field: 'calls' | 'refused') => reports.reduce((sum, report) => sum + report[field], 0);
  expect(sumOf('calls')).toBeGreaterThan(1000);
  expect(sumOf('refused')).toBeLessThan(0.15 * sumOf('calls'));
});

test('wrong values, a trap, a hang and a process that ends are each reported as the call they came from', async () => {
  const kernels = ['Neg', 'Floor', 'Exp', 'Sqrt', 'Ceil'];
  const reports = await reportsOf({ seed: 1, count: 1, kernels, module: wrongKernels, limit: 1000 });
  const told = reports.map(({ kernel, disagreements }) => [kernel, ...disagreements.map(({ what }) => what)]);
  expect(told).toEqual([
    ['Neg', expect.stringMatching(/^\S+ instead of \S+ at \d+ of float32 \[/)],
    ['Floor', 'RuntimeError: memory access out of bounds'],
    ['Exp', 'did not end in 1 s'],
    ['Sqrt', 'ended the process with exit code 7'],
    ['Ceil'],
  ]);
});

test('every kernel of the wasm backend is drawn, or it is said why not', async () => {
  await setBackend('wasm');
  const registered = getKernelsForBackend('wasm').map(({ kernelName }) => kernelName);
  expect(registered.filter((name) => !drawnKernels.includes(name) && !(name in notDrawn))).toEqual([]);
});

test('the same seed, kernel and index draw the same call, others another', () => {
  const drawn = (kernel: string, seed: number, index: number) => JSON.stringify(drawCase(kernel, seed, index));
  expect(drawn('Transpose', 3, 4)).toBe(drawn('Transpose', 3, 4));
  const others = [drawn('Transpose', 3, 4), drawn('Transpose', 3, 5), drawn('Transpose', 4, 4), drawn('Reverse', 3, 4)];
  expect(new Set(others).size).toBe(4);
});

test('the command says what it compared, and ends with 0 where all agree', () => {
  const run = fileURLToPath(new URL('../run/compare-kernels.mjs', import.meta.url));
  const flags = ['--kernels', 'Abs', '--count', '3', '--seed', '2'];
  const { status, stdout } = spawnSync(process.execPath, [run, ...flags], { encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '3 calls, 3 compared, 0 disagreements\n' });
});

test.each([
  [['--backend', 'webgl'], "Expected --backend wasm, native, webgpu, cpu, got 'webgl'."],
  [['--count', 'many'], "Expected --count to be a whole number, got 'many'."],
  [['--kernels', 'Abs,Conv'], "got 'Conv'."],
  [['--python', 'x'], "Unknown option '--python'"],
])('%j is refused in one line', (flags, line) => {
  expect(() => parseFlags(flags)).toThrow(line);
});
