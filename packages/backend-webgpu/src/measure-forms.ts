import { convolutionInfo } from '@pix2pix-ts/common/convolution-info';
import { dispose, type Tensor, type TensorInfo, zeros } from '@tensorflow/tfjs-core';
import { platform } from '#platform';
import type { TrainableBackendWebGPU } from './backend.ts';
import { chooseForm } from './product/choose-form.ts';
import { convolutionProduct } from './product/convolution-product.ts';
import { runProduct } from './product/run-product.ts';
import { runWinograd } from './product/run-winograd.ts';
import { type FormTimes, isLeftToMeasurement } from './product/winograd-flag.ts';
import type { WinogradProduct } from './product/winograd-product.ts';
import { runningBackend } from './running-backend.ts';
import { shared } from './shared-state.ts';

/**
 * Decides whether the running backend computes large convolutions with half of the multiplications, by Winograd's forms: it
 * does where a typical layer is faster so on this card. That is measured in some 50 ms after its two shaders are compiled,
 * and stays as it is for as long as the device lives, so that equal work gives equal bits. `warmUp` calls it.
 *
 * @param kept times that an earlier call on this card has given: nothing is measured, and the same is decided
 * @returns the times, or `undefined` where none are needed: on another backend, on a GPU that a processor plays, where
 *   `WEBGPU_WINOGRAD` decides
 * @throws GpuError where the card fails
 */
export async function chooseForms(kept?: FormTimes): Promise<FormTimes | undefined> {
  const backend = runningBackend();
  if (!backend || !isLeftToMeasurement()) return undefined;
  const known = backend.formTimes ?? kept;
  if (!known && shared.adapter?.software !== false) return undefined;
  const times = known ?? (await measureForms(backend));
  backend.formTimes ??= times; // another call may have been faster
  return backend.formTimes;
}

/** The third layer of the networks at 256 px: 64x64x128 to 32x32x256, by 4x4 with a stride of 2. */
const LAYER = { x: [1, 64, 64, 128], filter: [4, 4, 128, 256], attrs: { strides: 2, pad: 'same' } };
/** Each way is measured so often, in turn, and the least time counts. */
const ROUNDS = 3;
/** In ms: what is timed at once takes about so long, because clocks in pages are coarse. */
const SPAN = 8;
const MOST_RUNS = 64;

/** @param layer a test takes a smaller one */
export async function measureForms(backend: TrainableBackendWebGPU, layer = LAYER): Promise<FormTimes> {
  const info = convolutionInfo(layer.x, layer.filter, layer.attrs);
  const form = chooseForm('forward', info) as WinogradProduct;
  const inputs: [Tensor, Tensor] = [zeros(layer.x), zeros(layer.filter)];
  const ways = {
    direct: () => runProduct(backend, convolutionProduct('forward', info), inputs),
    form: () => runWinograd(backend, form, inputs),
  };
  const least = { direct: Number.POSITIVE_INFINITY, form: Number.POSITIVE_INFINITY };
  try {
    for (const way of Object.values(ways)) await timed(backend, way, 1); // shaders are compiled
    const once = await timed(backend, ways.direct, 1);
    const runs = Math.max(1, Math.min(MOST_RUNS, Math.ceil(SPAN / Math.max(once, SPAN / MOST_RUNS))));
    for (let round = 0; round < ROUNDS; round++)
      for (const name of ['direct', 'form'] as const)
        least[name] = Math.min(least[name], (await timed(backend, ways[name], runs)) / runs);
    return least;
  } finally {
    dispose(inputs);
  }
}

/** Until the GPU is done with all of them. */
async function timed(backend: TrainableBackendWebGPU, way: () => TensorInfo, runs: number): Promise<number> {
  const { queue } = backend;
  const begin = performance.now();
  for (let run = 0; run < runs; run++) backend.disposeData(way().dataId);
  backend.flush();
  await platform.awaiting(
    queue,
    platform.asking(() => queue.onSubmittedWorkDone()),
  );
  backend.health.expectNoError();
  return performance.now() - begin;
}
