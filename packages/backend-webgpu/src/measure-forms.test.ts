import { afterEach, expect, test } from '@jest/globals';
import { backend, env, memory, setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { TrainableBackendWebGPU } from './backend.ts';
import { chooseForms, webgpuAdapter } from './index.ts';
import { measureForms } from './measure-forms.ts';
import { WINOGRAD_FLAG, winogradIsOn } from './product/winograd-flag.ts';

const AS_MEASURED = -1;
const ours = () => backend() as unknown as TrainableBackendWebGPU;
const times = { direct: 2, form: 1 };

afterEach(async () => {
  env().set(WINOGRAD_FLAG, AS_MEASURED);
  await setBackend('webgpu');
  ours().formTimes = undefined;
});

test('both ways are timed, and nothing is left behind', async () => {
  await setBackend('webgpu');
  const { numTensors } = memory();
  const small = { x: [4, 32, 32, 8], filter: [4, 4, 8, 256], attrs: { strides: 2, pad: 'same' } };
  const { direct, form } = await measureForms(ours(), small);
  expect(direct).toBeGreaterThan(0);
  expect(form).toBeGreaterThan(0);
  expect(Math.max(direct, form)).toBeLessThan(60_000);
  expect(memory().numTensors).toBe(numTensors);
});

test('a GPU that a processor plays is not measured, and computes as always', async () => {
  await setBackend('webgpu');
  expect(webgpuAdapter()?.software).toBe(true);
  expect(await chooseForms()).toBeUndefined();
  expect(winogradIsOn(ours())).toBe(false);
});

test('times that were kept decide for as long as the device lives', async () => {
  await setBackend('webgpu');
  expect(await chooseForms(times)).toEqual(times);
  expect(await chooseForms({ direct: 1, form: 2 })).toEqual(times);
  expect(await chooseForms()).toEqual(times);
  expect(winogradIsOn(ours())).toBe(true);
});

test('nothing is decided on another backend, nor where the flag has decided', async () => {
  await setBackend('cpu');
  expect(await chooseForms(times)).toBeUndefined();
  await setBackend('webgpu');
  env().set(WINOGRAD_FLAG, 0);
  expect(await chooseForms(times)).toBeUndefined();
  expect(ours().formTimes).toBeUndefined();
});
