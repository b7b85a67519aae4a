import { platform } from '#platform';
import { TrainableBackendWebGPU } from './backend.ts';
import { takeGpu } from './open-gpu.ts';
import { shared } from './shared-state.ts';

/**
 * Starts the backend on the GPU that was opened, or opens one.
 *
 * @throws NoGpuError of one line where there is none
 */
export async function createBackend(whenDisposed?: () => void): Promise<TrainableBackendWebGPU> {
  const { device, info, adapter } = await takeGpu();
  shared.adapter = adapter;
  void device.lost.then(() => {
    if (shared.adapter === adapter) shared.adapter = undefined;
  });
  return platform.inItsPage(() => new TrainableBackendWebGPU(device, info, whenDisposed));
}
