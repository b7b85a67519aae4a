import { type Started, useBackend } from './use-backend.ts';

/** Our own WebGPU backend, which trains, on the fastest card that there is. */
export async function startWebgpu(): Promise<Started> {
  const { openGpu } = await import('@pix2pix-ts/backend-webgpu');
  const { name, software } = await openGpu(); // here its reason is thrown, where TensorFlow.js would print it
  await useBackend('webgpu');
  const played = software ? ', played by the processor: slow, for tests' : '';
  return { backend: 'webgpu', threads: 1, description: `webgpu, ${name}${played}` };
}
