import { afterAll, beforeAll } from '@jest/globals';
import '@pix2pix-ts/backend-webgpu';
import { loadSwiftShader } from '@pix2pix-ts/browser-tests/swiftshader';
import { env, getBackend, removeBackend, setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs-core, which no bundle of tfjs-core does itself

beforeAll(async () => {
  await loadSwiftShader();
  env().set('WEBGPU_CPU_FORWARD', false); // small tensors would be computed in JavaScript, unseen
  await setBackend('webgpu');
  if (getBackend() !== 'webgpu') throw new Error(`Expected the engine webgpu, got ${getBackend()}.`);
});

afterAll(() => removeBackend('webgpu'));
