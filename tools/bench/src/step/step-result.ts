import type { Precision } from '@pix2pix-ts/common';
import type { GpuCounts } from '../gpu/gpu-counts.ts';
import type { KernelTime } from '../process/kernel-profile.ts';
import { median } from '../process/median.ts';
import type { LoadedStep } from './measure-loaded-step.ts';

/** What one process measured: milliseconds of every timed call, and the most memory it held. */
type StepTimes = { threads: number; trainStepMs: number[]; inferenceMs: number[]; peakMemoryMb: number };

/** What PyTorch's process measured. */
export type TorchTimes = StepTimes & { version: string };

/** What our process measured, and the kernels of one training step. */
export type OurTimes = StepTimes & Partial<LoadedStep> & { imageSize: number; batch: number; kernels: KernelTime[] };

type Figures = { trainStepMs: number; inferenceMs: number; peakMemoryMb: number };

type Ratios = { trainStep: number; inference: number; peakMemory: number };
type TorchFigures = Figures & { version: string; threads: number };

/** The result of the suite `step`. A ratio is ours / PyTorch's: below 1 is faster or smaller than PyTorch. */
export type StepResult = Figures & {
  suite: 'step';
  backend: string;
  preset: string;
  precision: Precision;
  imageSize: number;
  batch: number;
  threads: number;
  kernels: KernelTime[];
  torch?: TorchFigures;
  ratio?: Ratios;
  /** PyTorch with a fused Adam in the step, and with its channels last and compiled in the inference. */
  torchTuned?: TorchFigures;
  ratioTuned?: Ratios;
  /** Of the rounds, the medians; `slowdown` is how much longer a step takes with the data loader, as a share. */
  data?: LoadedStep & { slowdown: number };
  /** Of WebGPU: what a step asks of the GPU. */
  gpu?: GpuCounts;
};

/** Joins the rounds of both sides: the median of all their times, the most memory of any round. */
export function stepResult(
  names: { backend: string; preset: string; precision: Precision },
  ours: readonly OurTimes[],
  torch: readonly TorchTimes[],
  tuned: readonly TorchTimes[] = [],
): StepResult {
  const last = ours.at(-1) as OurTimes;
  const figures = figuresOf(ours);
  const { imageSize, batch, threads, kernels } = last;
  const result: StepResult = { suite: 'step', ...names, imageSize, batch, threads, ...figures, kernels };
  if (last.loadedStepMs !== undefined) result.data = loadedFiguresOf(ours as readonly LoadedStep[]);
  if (torch.length > 0) Object.assign(result, { torch: torchFiguresOf(torch), ratio: ratios(figures, torch) });
  if (tuned.length > 0)
    Object.assign(result, { torchTuned: torchFiguresOf(tuned), ratioTuned: ratios(figures, tuned) });
  return result;
}

function loadedFiguresOf(rounds: readonly LoadedStep[]): NonNullable<StepResult['data']> {
  const loadedStepMs = median(rounds.map((round) => round.loadedStepMs));
  const inMemoryStepMs = median(rounds.map((round) => round.inMemoryStepMs));
  return { loadedStepMs, inMemoryStepMs, slowdown: loadedStepMs / inMemoryStepMs - 1 };
}

function torchFiguresOf(rounds: readonly TorchTimes[]): TorchFigures {
  const { version, threads } = rounds.at(-1) as TorchTimes;
  return { version, threads, ...figuresOf(rounds) };
}

function ratios(ours: Figures, torch: readonly TorchTimes[]): Ratios {
  const theirs = figuresOf(torch);
  return {
    trainStep: ours.trainStepMs / theirs.trainStepMs,
    inference: ours.inferenceMs / theirs.inferenceMs,
    peakMemory: ours.peakMemoryMb / theirs.peakMemoryMb,
  };
}

function figuresOf(rounds: readonly StepTimes[]): Figures {
  return {
    trainStepMs: median(rounds.flatMap(({ trainStepMs }) => trainStepMs)),
    inferenceMs: median(rounds.flatMap(({ inferenceMs }) => inferenceMs)),
    peakMemoryMb: Math.max(...rounds.map(({ peakMemoryMb }) => peakMemoryMb)),
  };
}
