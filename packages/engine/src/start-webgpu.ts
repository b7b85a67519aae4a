import { type Started, useBackend } from './use-backend.ts';

/** Our own WebGPU backend, which trains, on the fastest card that there is. */
export async function startWebgpu(): Promise<Started> {
  const { webgpuAdapter } = await import('@pix2pix-ts/backend-webgpu');
  await useBackend('webgpu');
  const adapter = webgpuAdapter();
  const played = adapter?.software ? ', which the processor plays: slow, for tests' : '';
  return { backend: 'webgpu', threads: 1, description: `webgpu on ${adapter?.name}${played}` };
}
