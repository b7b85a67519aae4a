import { warmUp, webgpuAdapter } from '@pix2pix-ts/backend-webgpu';
import { rehearse } from '@pix2pix-ts/trainer';
import { backend, ones, setBackend, tanh } from '@tensorflow/tfjs-core';
import { trainingConfig, trainingLosses } from '../cases/training.ts';
import type { WebgpuAnswer } from './questions.ts';

/** Training on WebGPU, in a page or its worker. */
export async function answerWebgpu(): Promise<WebgpuAnswer> {
  if (!(await setBackend('webgpu'))) throw new Error('Expected the backend webgpu to start, got none.');
  const { device } = backend() as unknown as { device: GPUDevice };
  const progress: WebgpuAnswer['progress'] = [];
  await warmUp(
    () => rehearse(trainingConfig()),
    (done, total) => progress.push([done, total]),
  );
  const compiled: string[] = [];
  const { createComputePipeline } = device;
  device.createComputePipeline = (described) => {
    compiled.push(described.label ?? '');
    return createComputePipeline.call(device, described);
  };
  const losses = await trainingLosses(2);
  device.createComputePipeline = createComputePipeline;
  const adapter = webgpuAdapter();
  const underWay = lineOf(tanh(ones([2000])).data());
  device.destroy();
  return { adapter, progress, compiled, losses, lost: [await underWay, await lineOf(trainingLosses(1))] };
}

function lineOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing',
    (error: Error) => error.message,
  );
}
