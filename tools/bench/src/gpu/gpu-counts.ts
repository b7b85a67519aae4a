import { type PresetName, presetModel } from '../preset-model.ts';
import { runOurProcess } from '../process/run-our-process.ts';
import type { Commands } from './count-commands.ts';

/** What a training step asks of the GPU, the memory that it takes there, and how long JavaScript takes for it. */
export type GpuFigures = Omit<Commands, 'copies'> & {
  poolBytes: number;
  hostMs: number;
  /** Multiplications and additions of its products, in billions. */
  gflop: number;
};

/**
 * The same of a compiled step, of one that runs with all of its JavaScript, and of a compiled one whose large convolutions are
 * computed in Winograd's forms.
 */
export type GpuCounts = GpuFigures & {
  /** What stood in for the GPU: Dawn without a device, or a stub in JavaScript. */
  device: 'null' | 'stub';
  eager: GpuFigures;
  winograd: GpuFigures;
};

/** Larger images take more memory than Dawn has without a device. */
const LARGEST_ON_NULL = 64;

type Options = { preset: PresetName; batch: number | undefined; steps: number };

/** Counts a training step on a GPU that does nothing; no card is needed. */
export async function countGpuStep({ preset, batch, steps }: Options): Promise<GpuCounts> {
  const { imageSize } = presetModel(preset).generator;
  const device = imageSize <= LARGEST_ON_NULL ? 'null' : 'stub';
  const figures = (how: { compile: boolean; winograd: boolean }) =>
    runOurProcess<GpuFigures>('gpu/gpu-process.ts', { preset, batch, steps, device, ...how });
  const eager = await figures({ compile: false, winograd: false });
  const winograd = await figures({ compile: true, winograd: true });
  return { ...(await figures({ compile: true, winograd: false })), device, eager, winograd };
}
