import { setGpu } from '@pix2pix-ts/backend-webgpu';
import { env } from '@tensorflow/tfjs-core';
import { create, globals } from 'webgpu';
import type { KernelTime } from '../process/kernel-profile.ts';
import { optionsOf } from '../process/run-our-process.ts';
import { startBackend } from '../process/start-backend.ts';
import { createOurStep } from '../step/our-step.ts';
import { type CardModel, cardModel } from './card-model.ts';
import { timedGpu } from './timed-gpu.ts';

/** What the card spent on each shader of one training step and of one translation. */
export type CardProfile = { step: KernelTime[]; translation: KernelTime[] };

const { model, forms } = optionsOf<{ model: CardModel; forms: boolean }>();
Object.assign(globalThis, globals);
// Dawn rounds times to 0.1 ms otherwise, as browsers must.
const { gpu, take } = timedGpu(create(['disable-dawn-features=timestamp_quantization']));
setGpu(gpu);
await startBackend('webgpu');
env().set('WEBGPU_WINOGRAD', Number(forms));
const { plainStep, translate } = createOurStep(cardModel(model));
const profile: CardProfile = { step: await profiled(plainStep), translation: await profiled(translate) };
console.log(JSON.stringify(profile));
process.exit(0); // the engine need not end by itself

/** Of the third run: shaders are compiled in the first, and the card is at its clock. */
async function profiled(work: () => void): Promise<KernelTime[]> {
  for (let run = 0; run < 2; run++) {
    work();
    await take();
  }
  work();
  return take();
}
