import { convolutionForm } from '@pix2pix-ts/backend-wasm';
import { env, type TensorInfo } from '@tensorflow/tfjs-core';
import { profileKernels, withShapes } from '../process/kernel-profile.ts';
import { median } from '../process/median.ts';
import { optionsOf } from '../process/run-our-process.ts';
import { type OurOptions, startOurStep } from '../step/our-step.ts';
import { type BestTime, type KernelRate, kernelRate, type Probes } from './kernel-rates.ts';
import { convolutionOf, type KernelWork, kernelWork } from './kernel-work.ts';
import { bestProbes, measureWasmProbes } from './wasm-probes.ts';

/** Kernels by name and input shapes, a training step and a translation; ms and calls of one, and how fast that is. */
export type KernelProfiles = {
  imageSize: number;
  batch: number;
  probes?: Probes;
  train: KernelRate[];
  inference: KernelRate[];
};

const options = optionsOf<OurOptions & { warmup: number; steps: number }>();
const { backendName, imageSize, batch, plainStep, translate } = await startOurStep(options);
const works = new Map<string, KernelWork>();
/** The form of each convolution of the wasm engine. */
const forms = new Map<string, string>();

// Before, between and after: the best of them is the machine's, whatever else ran in the meantime.
const probe = () => (backendName === 'wasm' ? [measureWasmProbes()] : []);
const before = probe();
const train = profile(plainStep);
const between = probe();
const inference = profile(translate);
const probes = bestProbes([...before, ...between, ...probe()]);
const direct = profileDirect();
const profiles = {
  imageSize,
  batch,
  ...(probes && { probes }),
  train: ratesOf(train, direct.train),
  inference: ratesOf(inference, direct.inference),
};
console.log(JSON.stringify(profiles satisfies KernelProfiles));
process.exit(0); // the backend's threads need not end by themselves

/** The same work with the direct product in place of every form, so that each form's rate has it to be compared with. */
function profileDirect(): { train: BestTime[]; inference: BestTime[] } {
  if (backendName !== 'wasm') return { train: [], inference: [] };
  env().set('WASM_WINOGRAD', false);
  const times = { train: profile(plainStep), inference: profile(translate) };
  env().set('WASM_WINOGRAD', true);
  return times;
}

function ratesOf(times: BestTime[], directTimes: BestTime[]): KernelRate[] {
  return times.map((time) => {
    const work = works.get(time.name) as KernelWork;
    const rate = kernelRate(time, work, probes);
    const form = forms.get(time.name);
    const direct = directTimes.find(({ name }) => name === time.name);
    const directGflops = direct && kernelRate(direct, work, probes).gflops;
    return {
      ...rate,
      ...(form !== undefined && { form }),
      ...(directGflops !== undefined && form !== 'direct' && { directGflops }),
    };
  });
}

/** Each kernel's median and its least over some calls of `work`, after a warm-up. */
function profile(work: () => void): BestTime[] {
  for (let call = 0; call < options.warmup; call++) work();
  const runs = Array.from({ length: options.steps }, () => profileKernels(backendName, work, { nameOf: remember }));
  const msOf = new Map<string, number[]>();
  for (const { name, ms } of runs.flat()) msOf.set(name, [...(msOf.get(name) ?? []), ms]);
  const [first = []] = runs;
  return first
    .map(({ name, calls }) => {
      const all = msOf.get(name) as number[];
      return { name, calls, ms: median(all), leastMs: Math.min(...all) };
    })
    .sort((a, b) => b.ms - a.ms);
}

/** A call's name and shapes. What it has to do is the same for all that have both. */
function remember(
  name: string,
  inputs: Parameters<typeof withShapes>[1],
  attrs: object,
  outputs: TensorInfo[],
): string {
  const call = { name, inputs, attrs: attrs as Record<string, unknown>, outputs };
  const work = kernelWork(call);
  const amount = work.bound === 'arithmetic' ? work.flop : work.bound === 'memory' ? work.bytes : 0;
  const plain = withShapes(name, inputs);
  // Calls of the same inputs may still differ, as slices do: by what they give.
  const known = works.get(plain);
  const differs = known && JSON.stringify(known) !== JSON.stringify(work);
  const key = differs ? `${plain} -> ${outputs.map(({ shape }) => shape.join('x')).join(' ')} (${amount})` : plain;
  works.set(key, work);
  const convolution = backendName === 'wasm' ? convolutionOf(call) : undefined;
  if (convolution && !forms.has(key)) forms.set(key, convolutionForm(convolution.kernel, convolution.info));
  return key;
}
