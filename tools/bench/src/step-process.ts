import { profileKernels } from './kernel-profile.ts';
import { type OurOptions, startOurStep } from './our-step.ts';
import { optionsOf } from './run-our-process.ts';
import type { OurTimes } from './step-result.ts';

const options = optionsOf<OurOptions & { warmup: number; steps: number }>();
const { backendName, imageSize, batch, trainStep, translate } = await startOurStep(options);

const trainStepMs = await timed(trainStep);
const inferenceMs = await timed(translate);
const peakMemoryMb = process.resourceUsage().maxRSS / 1024; // KiB
const kernels = profileKernels(backendName, trainStep);

const times = { imageSize, batch, threads: options.threads, trainStepMs, inferenceMs, peakMemoryMb, kernels };
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
