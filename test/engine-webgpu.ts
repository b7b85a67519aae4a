import { afterAll, beforeAll } from '@jest/globals';
import '@pix2pix-ts/backend-webgpu';
import { loadSwiftShader } from '@pix2pix-ts/browser-tests/swiftshader';
import { env, getBackend, removeBackend, scalar, setBackend, square } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs-core, which no bundle of tfjs-core does itself

beforeAll(async () => {
  await loadSwiftShader();
  env().set('WEBGPU_CPU_FORWARD', false); // small tensors would be computed in JavaScript, unseen
  await setBackend('webgpu');
  if (getBackend() !== 'webgpu') throw new Error(`Expected the engine webgpu, got ${getBackend()}.`);
});

afterAll(async () => {
  try {
    // The GPU reports an error some time after the call: a read waits for what came before it, and throws it.
    if (getBackend() === 'webgpu') await square(scalar(1)).data();
  } finally {
    removeBackend('webgpu');
  }
});
