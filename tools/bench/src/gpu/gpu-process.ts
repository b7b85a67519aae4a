import { setGpu } from '@pix2pix-ts/backend-webgpu';
import { formulaImages } from '@pix2pix-ts/reference';
import { createStepRunner, createTrainingState } from '@pix2pix-ts/trainer';
import { backend, env, memory, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { type PresetName, presetModel } from '../preset-model.ts';
import { median } from '../process/median.ts';
import { optionsOf } from '../process/run-our-process.ts';
import { startBackend } from '../process/start-backend.ts';
import { countedGpu } from './count-commands.ts';
import type { GpuFigures } from './gpu-counts.ts';
import { stubGpu } from './stub-gpu.ts';

/** Before the timed ones: an engine runs a step as usual, and then takes two to note it. */
const WARM_UP = 4;

type Options = { preset: PresetName; batch?: number; steps: number; device: 'null' | 'stub' } & Record<
  'compile' | 'winograd',
  boolean
>;
const { preset, batch: asked, steps, device, compile, winograd } = optionsOf<Options>();

const { gpu, count } = countedGpu(device === 'stub' ? stubGpu() : await dawnWithoutDevice());
setGpu(gpu);
await startBackend('webgpu');
env().set('WEBGPU_WINOGRAD', Number(winograd));

const config = presetModel(preset, asked);
const { generator, batch, learningRate } = config;
const state = createTrainingState(config);
const runner = createStepRunner(config, state, { compile });
const [input, target] = ['a', 'b'].map((side) => formulaImages(side, batch, generator.imageSize));
const shape = [batch, generator.imageSize, generator.imageSize, 3] as const;

const hostMs: number[] = [];
let gflop = 0;
for (let step = 1; step <= WARM_UP + steps; step++) {
  const begin = performance.now();
  runStep(step);
  hostMs.push(performance.now() - begin);
  gflop ||= (backend() as unknown as { productOperations: number }).productOperations / 1e9; // the first runs as usual
  await runner.settled();
  await new Promise(setImmediate);
}
const { copies: _, ...commands } = count(() => runStep(WARM_UP + steps + 1));
const poolBytes = (memory() as unknown as { numBytesAllocatedInGPU: number }).numBytesAllocatedInGPU;
const figures: GpuFigures = { ...commands, poolBytes, hostMs: median(hostMs.slice(WARM_UP)), gflop };
console.log(JSON.stringify(figures));
process.exit(0); // Dawn's look for finished work need not end by itself

/** From the images in JavaScript until the GPU has been asked for all of it. */
function runStep(step: number): void {
  tidy(() => {
    const images = {
      input: tensor4d(input as Float32Array, [...shape]),
      target: tensor4d(target as Float32Array, [...shape]),
    };
    runner.run(images, learningRate, step);
  });
}

async function dawnWithoutDevice(): Promise<GPU> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  return create(['backend=null']);
}
