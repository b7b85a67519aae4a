import { setBackend } from '@tensorflow/tfjs-core';
import { create, globals } from 'webgpu';
import { type PresetName, presetModel } from '../preset-model.ts';
import { optionsOf } from '../process/run-our-process.ts';
import { createOurStep } from '../step/our-step.ts';

/** Processor time of each training step after the warm-up, in ms. */
export type ProcessorTimes = { batch: number; stepMs: number[] };

/** Shaders are compiled in the first step, and ours is recorded in two more. */
const WARM_UP = { ours: 4, stock: 2 };

type Options = { side: 'ours' | 'stock'; preset: PresetName; batch?: number; steps: number };
const { side, preset, batch, steps } = optionsOf<Options>();

if (side === 'stock') await importStock();
else await import('@pix2pix-ts/backend-webgpu');
if (!(await setBackend('webgpu'))) throw new Error('Expected the backend webgpu to start, but it did not.');
const ours = createOurStep(presetModel(preset, batch));

const stepMs: number[] = [];
for (let step = 0; step < WARM_UP[side] + steps; step++) {
  const before = process.cpuUsage();
  const losses = ours.startStep();
  await losses.data(); // the stock backend cannot read synchronously in Node
  losses.dispose();
  const { user, system } = process.cpuUsage(before);
  stepMs.push((user + system) / 1000);
}
console.log(JSON.stringify({ batch: ours.batch, stepMs: stepMs.slice(WARM_UP[side]) } satisfies ProcessorTimes));
process.exit(0); // Dawn's look for finished work need not end by itself

/** The stock backend looks for a page with WebGPU when it is loaded. */
async function importStock(): Promise<void> {
  Object.assign(globalThis, globals, { WorkerGlobalScope: class {} });
  Object.defineProperty(globalThis, 'navigator', { value: { gpu: create([]) }, configurable: true });
  await import('@tensorflow/tfjs-backend-webgpu');
}
