import type { KernelTime } from './kernel-profile.ts';
import { median } from './median.ts';

/** What one process measured: milliseconds of every timed call, and the most memory it held. */
type StepTimes = { threads: number; trainStepMs: number[]; inferenceMs: number[]; peakMemoryMb: number };

/** What PyTorch's process measured. */
export type TorchTimes = StepTimes & { version: string };

/** What our process measured, and the kernels of one training step. */
export type OurTimes = StepTimes & { imageSize: number; batch: number; kernels: KernelTime[] };

type Figures = { trainStepMs: number; inferenceMs: number; peakMemoryMb: number };

/** The result of the suite `step`. `ratio` is ours / PyTorch's: below 1 is faster or smaller than PyTorch. */
export type StepResult = Figures & {
  suite: 'step';
  backend: string;
  preset: string;
  imageSize: number;
  batch: number;
  threads: number;
  kernels: KernelTime[];
  torch?: Figures & { version: string; threads: number };
  ratio?: { trainStep: number; inference: number; peakMemory: number };
};

/** Joins the rounds of both sides: the median of all their times, the most memory of any round. */
export function stepResult(
  names: { backend: string; preset: string },
  ours: readonly OurTimes[],
  torch: readonly TorchTimes[],
): StepResult {
  const last = ours.at(-1) as OurTimes;
  const figures = figuresOf(ours);
  const { imageSize, batch, threads, kernels } = last;
  const result: StepResult = { suite: 'step', ...names, imageSize, batch, threads, ...figures, kernels };
  const lastTorch = torch.at(-1);
  if (lastTorch === undefined) return result;

  const theirs = figuresOf(torch);
  return {
    ...result,
    torch: { version: lastTorch.version, threads: lastTorch.threads, ...theirs },
    ratio: {
      trainStep: figures.trainStepMs / theirs.trainStepMs,
      inference: figures.inferenceMs / theirs.inferenceMs,
      peakMemory: figures.peakMemoryMb / theirs.peakMemoryMb,
    },
  };
}

function figuresOf(rounds: readonly StepTimes[]): Figures {
  return {
    trainStepMs: median(rounds.flatMap(({ trainStepMs }) => trainStepMs)),
    inferenceMs: median(rounds.flatMap(({ inferenceMs }) => inferenceMs)),
    peakMemoryMb: Math.max(...rounds.map(({ peakMemoryMb }) => peakMemoryMb)),
  };
}
