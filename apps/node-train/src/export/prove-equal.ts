import { toFloat } from '@pix2pix-ts/data';
import { startProgress } from '../cli/progress.ts';
import type { ComparisonInputs } from './comparison-inputs.ts';
import type { GeneratorRun } from './generator-runs.ts';

/** How far apart two generators are that should be the same. */
export type Difference = {
  readonly images: number;
  /** The largest difference of two values of their outputs, which go from -1 to 1. */
  readonly max: number;
};

/** How far the outputs may be apart: sums in another order, and no more. */
const TOLERANCE = 1e-4;

/** @see proveEqual */
export type ProofOptions = {
  /** The model itself, and what was made of it. */
  original: GeneratorRun;
  other: GeneratorRun;
  inputs: ComparisonInputs;
  signal: AbortSignal;
};

/**
 * Runs a model and what was made of it on each picture.
 *
 * @throws Error of one line where they are more than 1e-4 apart, of values from -1 to 1, or give NaN; what loading a picture
 *   rejects with; the signal's reason when it is aborted
 */
export async function proveEqual({ original, other, inputs, signal }: ProofOptions): Promise<Difference> {
  const progress = startProgress({ title: 'Comparing', total: inputs.count, unit: 'images' });
  let max = 0;
  try {
    for (let i = 0; i < inputs.count; i++) {
      signal.throwIfAborted();
      const { input } = await inputs.load(i);
      const values = toFloat(input);
      max = largestOf(max, await original(values, input), await other(values, input));
      progress.update(i + 1);
    }
  } finally {
    progress.stop();
  }
  if (max <= TOLERANCE) return { images: inputs.count, max };
  throw new Error(
    `Expected outputs that differ by at most ${TOLERANCE} from the model's, got a difference of ${max.toPrecision(2)}. Nothing was written. Try it with --backend cpu.`,
  );
}

/** NaN wherever there is one. */
function largestOf(max: number, values: Float32Array, others: Float32Array): number {
  let largest = values.length === others.length ? max : Number.NaN;
  for (let i = 0; i < values.length; i++) {
    const difference = Math.abs((values[i] as number) - (others[i] as number));
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}
