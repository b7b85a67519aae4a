import type { Engine } from '@pix2pix-ts/engine';

/** So many of so many shaders are compiled. */
export type Preparing = { readonly done: number; readonly total: number };

/**
 * Has the engine compile what `rehearse` runs, where it is one that compiles, and reports how far it is. Called in a worker.
 *
 * @throws GpuError where the engine cannot compile it, or has not the memory for it
 */
export async function warmUpEngine(
  engine: Engine,
  rehearse: () => void,
  onProgress: (preparing: Preparing) => void,
): Promise<void> {
  if (engine.name !== 'webgpu') return;
  const { warmUp } = await import('@pix2pix-ts/backend-webgpu');
  await warmUp(rehearse, (done, total) => onProgress({ done, total }));
}
