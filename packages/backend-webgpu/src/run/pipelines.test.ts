import { expect, test } from '@jest/globals';
import { backend, env, square, tensor } from '@tensorflow/tfjs-core';
import type { TrainableBackendWebGPU } from '../backend.ts';
import { callsOf } from '../testing/another-backend.ts';

const shader = (key: string) => ({ key, code: () => '@compute @workgroup_size(1) fn main() { var x = 1; x += 1; }' });

test('a shader is compiled once, whether it was asked for or prepared', async () => {
  const { device, pipelines } = backend() as TrainableBackendWebGPU;
  const get = (key: string) => callsOf(device, 'createComputePipeline', () => void pipelines.get(shader(key)));
  expect([get('asked for'), get('asked for')]).toEqual([1, 0]);
  pipelines.prepare(shader('prepared'));
  pipelines.prepare(shader('prepared'));
  await pipelines.prepared();
  expect(get('prepared')).toBe(0);
  const again = () => pipelines.prepare(shader('prepared'));
  expect(callsOf(device, 'createComputePipelineAsync', again)).toBe(0);
});

test('a warm-up by the flag of TensorFlow.js compiles the kernels of a step and runs none of them', async () => {
  const here = backend() as TrainableBackendWebGPU;
  const x = square(tensor([1, 2, 3]));
  env().set('WEBGPU_ENGINE_COMPILE_ONLY', true);
  try {
    expect(callsOf(here, 'encode', () => square(square(x)))).toBe(0);
    await here.checkCompileCompletionAsync();
  } finally {
    env().set('WEBGPU_ENGINE_COMPILE_ONLY', false);
  }
  expect([...(await square(x).data())]).toEqual([1, 16, 81]);
});
