import { fileURLToPath } from 'node:url';
import { countGpuStep, type GpuCounts } from '../gpu/gpu-counts.ts';
import type { BenchFlags } from '../parse-flags.ts';
import { presetModel } from '../preset-model.ts';
import { runJsonProcess } from '../process/run-json-process.ts';
import { runOurProcess } from '../process/run-our-process.ts';
import { type OurTimes, type StepResult, stepResult, type TorchTimes } from './step-result.ts';

const warmup = 2;

/** What a machine without a graphics card can say of a step on WebGPU. */
export type CountedStep = { suite: 'step'; backend: string; preset: string; gpu: GpuCounts };

/**
 * Times training steps and inference, ours and PyTorch's in turn, each round in a process of its own. Of WebGPU it also
 * counts what a step asks of the GPU; where there is none, that is all.
 */
export async function runStepSuite(flags: BenchFlags): Promise<StepResult | CountedStep> {
  const { backend, preset } = flags;
  if (backend !== 'webgpu') return timeSteps(flags);
  const gpu = await countGpuStep(flags);
  if (await runOurProcess<boolean>('gpu/adapter-process.ts', {})) return { ...(await timeSteps(flags)), gpu };
  console.error('No graphics card was found, so nothing is timed.');
  return { suite: 'step', backend, preset, gpu };
}

async function timeSteps(flags: BenchFlags): Promise<StepResult> {
  const ours: OurTimes[] = [];
  const [torch, tuned]: [TorchTimes[], TorchTimes[]] = [[], []];
  for (let round = 1; round <= flags.rounds; round++) {
    ours.push(await timeOurStep(flags));
    if (flags.torch !== undefined) torch.push(await timeTorchStep(flags, flags.torch, false));
    if (flags.torch !== undefined && flags.tuned) tuned.push(await timeTorchStep(flags, flags.torch, true));
    console.error(`round ${round} of ${flags.rounds} is done`);
  }
  const { backend, preset, precision } = flags;
  return stepResult({ backend, preset, precision }, ours, torch, tuned);
}

/** One round of ours. */
function timeOurStep(flags: BenchFlags): Promise<OurTimes> {
  const { backend, preset, precision, batch, threads, steps, data } = flags;
  const options = { backend, preset, precision, batch, threads, warmup, steps, data };
  return runOurProcess<OurTimes>('step/step-process.ts', options);
}

function timeTorchStep(
  { preset, batch, threads, steps }: BenchFlags,
  python: string,
  tuned: boolean,
): Promise<TorchTimes> {
  const model = presetModel(preset, batch);
  const options = {
    size: model.generator.imageSize,
    filters: model.generator.filters,
    batch: model.batch,
    rate: model.learningRate,
    dropout: model.generator.dropout > 0 ? 1 : 0,
    threads,
    warmup,
    steps,
    tuned: Number(tuned),
  };
  const script = fileURLToPath(new URL('../../torch_step.py', import.meta.url));
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return runJsonProcess<TorchTimes>(python, [script, ...args], { OMP_NUM_THREADS: String(threads) });
}
