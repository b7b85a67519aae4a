import { warmUp, webgpuAdapter } from '@pix2pix-ts/backend-webgpu';
import { rehearse } from '@pix2pix-ts/trainer';
import { backend, ones, setBackend, tanh } from '@tensorflow/tfjs-core';
import { trainingConfig, trainingLosses } from '../cases/training.ts';
import type { WebgpuAnswer } from './questions.ts';

/** So many steps of training on WebGPU, in a page or its worker. */
export async function answerWebgpu(steps: number): Promise<WebgpuAnswer> {
  if (!(await setBackend('webgpu'))) throw new Error('Expected the backend webgpu to start, got none.');
  const { device } = backend() as unknown as { device: GPUDevice };
  const progress: WebgpuAnswer['progress'] = [];
  await warmUp(
    () => (steps > 0 ? rehearse(trainingConfig()) : tanh(ones([2000]))),
    (done, total) => progress.push([done, total]),
  );
  const compiled: string[] = [];
  const { createComputePipeline } = device;
  device.createComputePipeline = (described) => {
    compiled.push(described.label ?? '');
    return createComputePipeline.call(device, described);
  };
  const losses = steps > 0 ? await trainingLosses(steps) : [];
  device.createComputePipeline = createComputePipeline;
  const played = steps > 0 ? await trainingLosses(PLAYED_STEPS) : [];
  const unplayed = steps > 0 ? await trainingLosses(PLAYED_STEPS, false) : [];
  const adapter = webgpuAdapter();
  const underWay = lineOf(tanh(ones([2000])).data());
  device.destroy();
  const lost = [await underWay, await lineOf(Promise.resolve().then(() => tanh(ones([2000]))))];
  return { adapter, progress, compiled, losses, played, unplayed, lost };
}

/** The first three run as usual. */
const PLAYED_STEPS = 4;

function lineOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing',
    (error: Error) => error.message,
  );
}
