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
  const played = await trainingLosses(PLAYED_STEPS);
  const unplayed = await trainingLosses(PLAYED_STEPS, false);
  const adapter = webgpuAdapter();
  const underWay = lineOf(tanh(ones([2000])).data());
  device.destroy();
  const lost: WebgpuAnswer['lost'] = [await underWay, await lineOf(trainingLosses(1))];
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
