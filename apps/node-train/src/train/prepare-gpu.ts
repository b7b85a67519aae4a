import type { Engine } from '@pix2pix-ts/engine';
import { rehearse, type TrainConfig } from '@pix2pix-ts/trainer';
import { type Progress, startProgress } from '../cli/progress.ts';

/**
 * Has a GPU's shaders compiled side by side before the first step, and says how many are done: otherwise that step takes them
 * one after the other, in silence, and the time that is left is estimated from it.
 *
 * @throws GpuError of one line where the compiler refuses one, or the card has not the memory for a step
 */
export async function prepareGpu({ name }: Engine, config: TrainConfig): Promise<void> {
  if (name !== 'webgpu') return;
  const { warmUp } = await import('@pix2pix-ts/backend-webgpu');
  let bar: Progress | undefined;
  try {
    await warmUp(
      () => rehearse(config),
      (done, total) => {
        bar ??= startProgress({ title: 'Compiling', total, unit: 'shaders' });
        bar.update(done);
      },
    );
  } finally {
    bar?.stop();
  }
}
