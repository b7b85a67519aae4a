import {
  add,
  dispose,
  isFinite as isFiniteEach,
  keep,
  minimum,
  type Scalar,
  scalar,
  stack,
  type Tensor,
  tidy,
  where,
} from '@tensorflow/tfjs-core';
import { NonFiniteError } from './non-finite-error.ts';
import type { StepLosses } from './train-step.ts';

/** Losses as numbers. */
export type Losses = Record<keyof StepLosses, number>;

/** Gathers losses on the engine, because each read waits for the engine. */
export type LossLog = {
  /** Takes a step's losses over, and remembers on which images it ran. */
  add(step: number, losses: StepLosses, images: readonly string[]): void;
  /**
   * The mean of each loss since the last read; null where there was no step.
   *
   * @throws NonFiniteError for the first step since then with a loss that is not finite
   */
  read(): Promise<Losses | null>;
  dispose(): void;
};

const NAMES = ['discriminator', 'adversarial', 'reconstruction', 'generator'] as const;
/** Above every step, and exact in float32. */
const NEVER = 2 ** 30;

/** An empty log. */
export function createLossLog(): LossLog {
  let sums: Tensor | undefined; // [4], in the order of NAMES
  let firstBad: Scalar | undefined; // how many steps after the last read a loss was first not finite, or NEVER
  let steps: { step: number; images: readonly string[] }[] = [];

  function addStep(step: number, losses: StepLosses, images: readonly string[]): void {
    const offset = steps.length;
    steps.push({ step, images });
    const [newSums, newFirstBad] = tidy(() => {
      const values = stack(NAMES.map((name) => losses[name]));
      const total = add(losses.discriminator, losses.generator);
      const bad = where(isFiniteEach(total), scalar(NEVER), scalar(offset)) as Scalar;
      return [sums ? add(sums, values) : values, firstBad ? minimum(firstBad, bad) : bad];
    }) as [Tensor, Scalar];
    clear();
    dispose(losses);
    sums = keep(newSums);
    firstBad = keep(newFirstBad);
  }

  async function read(): Promise<Losses | null> {
    if (!sums || !firstBad) return null;
    const [values, [bad]] = await Promise.all([sums.data(), firstBad.data()]);
    const culprit = steps[bad as number];
    const count = steps.length;
    clear();
    steps = [];
    if (culprit) throw new NonFiniteError('losses', culprit.step, culprit.images);
    return Object.fromEntries(NAMES.map((name, i) => [name, (values[i] as number) / count])) as Losses;
  }

  function clear(): void {
    dispose([sums, firstBad].filter((tensor) => tensor !== undefined));
    sums = undefined;
    firstBad = undefined;
  }

  return { add: addStep, read, dispose: clear };
}
