import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { regressions } from './compare-results.ts';

test("no spec of tfjs-core's own suite fails on our backend that passes on the stock one", () => {
  const run = fileURLToPath(new URL('run.mjs', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [run], { encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({
    status: 0,
    stdout: expect.stringMatching(/tfjs-backend-wasm: 3891 passed[\s\S]*\n0 specs pass on the stock backend/),
    stderr: expect.anything(),
  });
}, 300_000);

test('nor on our WebGPU backend, of the operations that have kernels of ours', () => {
  // All files take minutes where the processor plays the GPU: node tools/tfjs-suite/run.mjs webgpu
  const ops = `ops/(${OPS.join('|')})`;
  const run = fileURLToPath(new URL('run.mjs', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [run, 'webgpu', '--only', ops], { encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({
    status: 0,
    stdout: expect.stringMatching(/tfjs-backend-webgpu: \d{3} passed[\s\S]*\n0 specs pass on the stock backend/),
    stderr: expect.anything(),
  });
}, 300_000);

const OPS =
  'adam add_n atan2 batchnorm cast concat conv2d elu erf exp leaky log1p max mean pad pow prelu relu sigmoid slice softplus sparse sum tanh transpose unary'.split(
    ' ',
  );

test('a spec that fails or is missing where it passed is a regression, also under a name that comes twice', () => {
  const spec = (name: string, status: string) => ({ name, status, error: status === 'failed' ? 'wrong' : '' });
  const before = [
    spec('a', 'passed'),
    spec('b', 'passed'),
    spec('b', 'passed'),
    spec('c', 'failed'),
    spec('d', 'passed'),
  ];
  const after = [spec('a', 'passed'), spec('b', 'passed'), spec('b', 'failed'), spec('c', 'failed')];
  expect(regressions(before, after)).toEqual([
    { name: 'b (2)', error: 'wrong' },
    { name: 'd', error: 'did not run' },
  ]);
  expect(regressions(before, before)).toEqual([]);
});
