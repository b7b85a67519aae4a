import type { Picture } from '@pix2pix-ts/common';
import { inByteScale, type Raster } from '@pix2pix-ts/data';
import { l1 } from '@pix2pix-ts/metrics';
import type { Translator } from '@pix2pix-ts/pix2pix';
import type { ComparisonInputs } from './comparison-inputs.ts';

/** How far the pictures of a copy are from those of the original. */
export type Comparison = {
  readonly images: number;
  /** Mean and largest difference of two values, in steps of 8-bit ones. */
  readonly mean: number;
  readonly max: number;
  /** Mean difference on [-1, 1]. */
  readonly l1: number;
  /** L1 to the targets, of the original and of the copy; null where there are no targets. */
  readonly toTarget: { readonly original: number; readonly copy: number } | null;
};

/** What is compared. */
export type CompareOptions = {
  /** Both stay the caller's. */
  original: Translator;
  copy: Translator;
  inputs: ComparisonInputs;
  onProgress: (done: number) => void;
  signal: AbortSignal;
};

/** How many 8-bit steps make 1 on the scale from -1 to 1. */
const STEPS_OF_ONE = 127.5;

/**
 * Translates each picture with a model and its copy, both as their files say, and compares what comes out at the model's size.
 *
 * @throws what loading a picture rejects with; the signal's reason when it is aborted
 */
export async function compareModels({
  original,
  copy,
  inputs,
  onProgress,
  signal,
}: CompareOptions): Promise<Comparison> {
  const sums = { difference: 0, original: 0, copy: 0, targets: 0 };
  let max = 0;
  for (let i = 0; i < inputs.count; i++) {
    signal.throwIfAborted();
    const { input, target } = await inputs.load(i);
    const [before, after] = [await translated(original, input), await translated(copy, input)];
    sums.difference += l1(before, after);
    max = Math.max(max, largestDifference(before, after));
    if (target) {
      sums.original += l1(before, inByteScale(target));
      sums.copy += l1(after, inByteScale(target));
      sums.targets++;
    }
    onProgress(i + 1);
  }
  const difference = sums.difference / inputs.count;
  return {
    images: inputs.count,
    mean: difference * STEPS_OF_ONE,
    max,
    l1: difference,
    toTarget: sums.targets > 0 ? { original: sums.original / sums.targets, copy: sums.copy / sums.targets } : null,
  };
}

async function translated(translator: Translator, input: Raster): Promise<Picture> {
  return inByteScale((await translator.translateRasters([input]))[0] as Raster);
}

function largestDifference({ data }: Picture, other: Picture): number {
  let largest = 0;
  for (let i = 0; i < data.length; i++) {
    largest = Math.max(largest, Math.abs((data[i] as number) - (other.data[i] as number)));
  }
  return largest;
}
