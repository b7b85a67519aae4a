import { type KernelTime, profileKernels } from './kernel-profile.ts';
import { type OurOptions, startOurStep } from './our-step.ts';
import { optionsOf } from './run-our-process.ts';

/** Kernels by name and input shapes, a training step and a translation; ms and calls of one. */
export type KernelProfiles = { imageSize: number; batch: number; train: KernelTime[]; inference: KernelTime[] };

const options = optionsOf<OurOptions & { warmup: number; steps: number }>();
const { backendName, imageSize, batch, trainStep, translate } = await startOurStep(options);

const profiles = { imageSize, batch, train: profile(trainStep), inference: profile(translate) };
console.log(JSON.stringify(profiles satisfies KernelProfiles));
process.exit(0); // the backend's threads need not end by themselves

/** The mean of some calls, after a warm-up. */
function profile(work: () => void): KernelTime[] {
  const repeat = (count: number) => () => {
    for (let call = 0; call < count; call++) work();
  };
  repeat(options.warmup)();
  const times = profileKernels(backendName, repeat(options.steps), { byShape: true });
  return times.map(({ name, ms, calls }) => ({ name, ms: ms / options.steps, calls: calls / options.steps }));
}
