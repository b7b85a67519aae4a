import { availableParallelism } from 'node:os';
import { expect, test } from '@jest/globals';
import { UsageError } from '@pix2pix-ts/common/node';
import { parseFlags } from './parse-flags.ts';

test('reads flags and fills in the rest', () => {
  expect(parseFlags(['--suite', 'kernels', '--batch', '4'])).toEqual({
    suite: 'kernels',
    backend: 'wasm',
    preset: 'pytorch-gan',
    precision: 'float32',
    batch: 4,
    threads: availableParallelism(),
    torch: undefined,
    tuned: false,
    data: undefined,
    json: undefined,
    rounds: 3,
    steps: 9,
    images: 600,
    stepMs: 1200,
    model: undefined,
    engines: undefined,
  });
  expect(parseFlags(['--suite', 'web', '--engines', 'wasm,cpu'])).toMatchObject({ engines: ['wasm', 'cpu'] });
  expect(parseFlags(['--suite', 'data', '--step-ms', '700'])).toMatchObject({ steps: 40, stepMs: 700 });
});

test.each([
  [['--suite', 'all'], "Expected --suite to be step, kernels, stock, data, web, scale, got 'all'."],
  [['--threads', '0'], "Expected --threads to be a whole number of at least 1, got '0'."],
  [['--tuned'], 'Expected --torch PYTHON with --tuned, got none.'],
  [['--engines', 'wasm,gpu'], "Expected --engines to be wasm, webgl, webgpu, cpu, got 'gpu'."],
  [['--precision', 'bf16'], "Expected --precision to be float32, bf16-gradients, tf32, got 'bf16'."],
  [['--precision', 'tf32'], 'Expected --backend native with --precision tf32, got wasm.'],
  [['--bakend', 'wasm'], "Unknown option '--bakend'"],
])('refuses %j in one line', (args, message) => {
  expect(() => parseFlags(args)).toThrow(new UsageError(message));
});
