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
  const adapter = webgpuAdapter();
  const underWay = lineOf(tanh(ones([2000])).data());
  device.destroy();
  return {
    adapter,
    progress,
    compiled,
    losses,
    lost: [await underWay, await lineOf(Promise.resolve().then(() => tanh(ones([2000]))))],
  };
}

function lineOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing',
    (error: Error) => error.message,
  );
}
