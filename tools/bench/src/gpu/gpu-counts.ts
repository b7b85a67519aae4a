import { type PresetName, presetModel } from '../preset-model.ts';
import { runOurProcess } from '../process/run-our-process.ts';
import type { Commands } from './count-commands.ts';

/** What a training step asks of the GPU, the memory that it takes there, and how long JavaScript takes for it. */
export type GpuFigures = Omit<Commands, 'copies'> & { poolBytes: number; hostMs: number };

/** The same of a compiled step, and of one that runs with all of its JavaScript. */
export type GpuCounts = GpuFigures & {
  /** What stood in for the GPU: Dawn without a device, or a stub in JavaScript. */
  device: 'null' | 'stub';
  eager: GpuFigures;
};

/** Larger images take more memory than Dawn has without a device. */
const LARGEST_ON_NULL = 64;

type Options = { preset: PresetName; batch: number | undefined; steps: number };

/** Counts a training step on a GPU that does nothing; no card is needed. */
export async function countGpuStep({ preset, batch, steps }: Options): Promise<GpuCounts> {
  const { imageSize } = presetModel(preset).generator;
  const device = imageSize <= LARGEST_ON_NULL ? 'null' : 'stub';
  const figures = (compile: boolean) =>
    runOurProcess<GpuFigures>('gpu/gpu-process.ts', { preset, batch, steps, device, compile });
  const eager = await figures(false);
  return { ...(await figures(true)), device, eager };
}
