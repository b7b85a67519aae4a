import type { TrainableBackendWebGPU } from '../backend.ts';
import { GpuError } from './gpu-error.ts';
import { refusalOf } from './pipelines.ts';

/**
 * Waits for the shaders that are being compiled, the stock kernels' among them, and reports how many are done.
 *
 * @throws GpuError where the compiler refuses a shader, after the others are done; it is compiled again where it is used
 */
export async function prepared(
  { pipelines, pipelineCache, health }: Pick<TrainableBackendWebGPU, 'pipelines' | 'pipelineCache' | 'health'>,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<void> {
  const pending = [...pipelines.preparing(), ...stockPipelines(pipelineCache)];
  let done = 0;
  if (pending.length > 0) onProgress(done, pending.length);
  const counted = pending.map((each) => each.then(() => onProgress(++done, pending.length)));
  const refused = (await Promise.allSettled(counted)).find((each) => each.status === 'rejected');
  await health.untilReported(); // that there is no memory for the work, too
  health.expectNoError();
  if (refused) throw refused.reason;
}

function stockPipelines(cache: TrainableBackendWebGPU['pipelineCache']): Promise<void>[] {
  return Object.entries(cache).flatMap(([key, pending]) => {
    if (!('then' in pending)) return []; // a test runner has a Promise of its own
    const put = (pipeline: GPUComputePipeline) => {
      cache[key] = pipeline;
    };
    const forget = (error: Error) => {
      delete cache[key];
      throw new GpuError('shader', refusalOf(key.split(/\d/, 1)[0] ?? '', error));
    };
    return [pending.then(put, forget)];
  });
}
