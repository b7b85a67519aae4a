import { profileKernels } from '../process/kernel-profile.ts';
import { optionsOf } from '../process/run-our-process.ts';
import { measureLoadedStep } from './measure-loaded-step.ts';
import { type OurOptions, startOurStep } from './our-step.ts';
import type { OurTimes } from './step-result.ts';

const options = optionsOf<OurOptions & { warmup: number; steps: number; data?: string }>();
const ours = await startOurStep(options);
const { backendName, imageSize, batch, trainStep, plainStep, translate } = ours;

const trainStepMs = await timed(() => trainStep());
const inferenceMs = await timed(translate);
const peakMemoryMb = process.resourceUsage().maxRSS / 1024; // KiB
const kernels = profileKernels(backendName, plainStep);
const loaded = options.data === undefined ? {} : await measureLoadedStep(ours, options.data, options.steps);

const times = {
  imageSize,
  batch,
  threads: options.threads,
  trainStepMs,
  inferenceMs,
  peakMemoryMb,
  kernels,
  ...loaded,
};
console.log(JSON.stringify(times satisfies OurTimes));
process.exit(0); // the backend's threads need not end by themselves

/** Milliseconds of each call after the warm-up. A step ends when its losses can be read, so the engine is done. */
async function timed(work: () => void): Promise<number[]> {
  const times: number[] = [];
  for (let call = 0; call < options.warmup + options.steps; call++) {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
    await new Promise(setImmediate); // let the engine's threads and the collector get through, as training does
  }
  return times.slice(options.warmup);
}
