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
import { ALONE, type World } from './world.ts';

/** Losses by name, as numbers: what each network minimises, and between them the terms of the generator's objective. */
export type Losses = {
  /** What the discriminator minimises. */
  discriminator: number;
  /** What the generator minimises. */
  generator: number;
  /** A term of that, not weighted. */
  [term: string]: number;
};

/** Gathers losses on the engine, because each read waits for the engine. */
export type LossLog = {
  /** Takes a step's losses over, and remembers on which images it ran. */
  add(step: number, losses: StepLosses, images: readonly string[]): void;
  /**
   * The mean of each loss since the last read, over all ranks, which all have to ask; null where there was no step.
   *
   * @throws NonFiniteError on every rank for the first step since then with a loss that is not finite on one of them, with
   *   the images of the ranks that saw it first
   */
  read(): Promise<Losses | null>;
  dispose(): void;
};

/** Above every step, and exact in float32. */
const NEVER = 2 ** 30;

/** What a rank has seen since the last read. */
type Seen = { means: number[]; bad: number; step: number; images: readonly string[] };

/** An empty log. */
export function createLossLog(world: World = ALONE): LossLog {
  let names: string[] = [];
  let sums: Tensor | undefined; // in the order of the names
  let firstBad: Scalar | undefined; // the lowest badness since the last read
  let steps: { step: number; images: readonly string[] }[] = [];

  function addStep(step: number, losses: StepLosses, images: readonly string[]): void {
    const offset = steps.length;
    names = Object.keys(losses);
    steps.push({ step, images });
    const [newSums, newFirstBad] = tidy(() => {
      const values = stack(Object.values(losses));
      const bad = badness(losses, offset);
      return [sums ? add(sums, values) : values, firstBad ? minimum(firstBad, bad) : bad];
    }) as [Tensor, Scalar];
    clear();
    dispose(losses);
    sums = keep(newSums);
    firstBad = keep(newFirstBad);
  }

  async function read(): Promise<Losses | null> {
    if (!sums || !firstBad) return null;
    const [values, [bad = NEVER]] = await Promise.all([sums.data(), firstBad.data()]);
    const { step = 0, images = [] } = steps[Math.floor(bad / 2)] ?? {};
    const own: Seen = { means: Array.from(values, (value) => value / steps.length), bad, step, images };
    clear();
    steps = [];
    const all = world.allGather(JSON.stringify(own)).map((text): Seen => JSON.parse(text));
    const worst = Math.min(...all.map((seen) => seen.bad));
    const culprits = all.filter((seen) => seen.bad === worst);
    if (worst < NEVER)
      throw new NonFiniteError(
        'losses',
        culprits[0]?.step as number,
        culprits.flatMap((seen) => seen.images),
      );
    const mean = (i: number) => all.reduce((sum, { means }) => sum + (means[i] as number), 0) / all.length;
    return Object.fromEntries(names.map((name, i) => [name, mean(i)])) as Losses;
  }

  function clear(): void {
    dispose([sums, firstBad].filter((tensor) => tensor !== undefined));
    sums = undefined;
    firstBad = undefined;
  }

  return { add: addStep, read, dispose: clear };
}

/**
 * NEVER where all losses are finite; otherwise twice the steps since the last read, and one more where the discriminator's
 * loss is finite. That one is taken before anything of this step is averaged over the ranks, so it shows which rank saw it
 * first.
 */
function badness({ discriminator, generator }: StepLosses, offset: number): Scalar {
  const later = where(isFiniteEach(generator), scalar(NEVER), scalar(2 * offset + 1));
  return where(isFiniteEach(discriminator), later, scalar(2 * offset)) as Scalar;
}
