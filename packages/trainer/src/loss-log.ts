import { concat2d, dispose, keep, stack, type Tensor1D, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { NonFiniteError } from './non-finite-error.ts';
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
  /** Takes a step's losses over, in the order of their names, and remembers on which images it ran. */
  add(step: number, names: readonly string[], losses: Tensor1D, images: readonly string[]): void;
  /**
   * The mean of each loss since the last read, over all ranks, which all have to ask; null where there was no step.
   *
   * @throws NonFiniteError on every rank for the first step since then with a loss that is not finite on one of them, with
   *   the images of the ranks that saw it first
   */
  read(): Promise<Losses | null>;
  dispose(): void;
};

/** Above every step. */
const NEVER = 2 ** 30;

/** So many tensors at most wait for the next read: then they become one. */
const MOST_WAITING = 64;

/** What a rank has seen since the last read. */
type Seen = { means: number[]; bad: number; step: number; images: readonly string[] };

/** An empty log. */
export function createLossLog(world: World = ALONE): LossLog {
  let names: readonly string[] = [];
  let rows: Tensor1D[] = []; // [losses] of each step
  let blocks: Tensor2D[] = []; // [steps, losses] of the steps before
  let steps: { step: number; images: readonly string[] }[] = [];

  function addStep(step: number, newNames: readonly string[], losses: Tensor1D, images: readonly string[]): void {
    names = newNames;
    steps.push({ step, images });
    rows.push(keep(losses));
    if (rows.length >= MOST_WAITING) blocks.push(keep(oneBlock()));
    if (blocks.length >= MOST_WAITING) blocks = [keep(oneBlock())];
  }

  /** All losses since the last read, which nothing else holds from then on. */
  function oneBlock(): Tensor2D {
    const all = tidy(() => concat2d(rows.length > 0 ? [...blocks, stack(rows) as Tensor2D] : blocks, 0));
    clear();
    return all;
  }

  async function read(): Promise<Losses | null> {
    if (steps.length === 0) return null;
    const block = oneBlock();
    const values = await block.data().finally(() => block.dispose());
    const ofStep = steps.map((_, i) => [...values.subarray(i * names.length, (i + 1) * names.length)]);
    const bad = Math.min(...ofStep.map((losses, i) => badness(names, losses, i)));
    const { step = 0, images = [] } = steps[Math.floor(bad / 2)] ?? {};
    const meanOf = (i: number) => ofStep.reduce((sum, losses) => sum + (losses[i] as number), 0) / ofStep.length;
    const own: Seen = { means: names.map((_, i) => meanOf(i)), bad, step, images };
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
    dispose([...rows, ...blocks]);
    [rows, blocks] = [[], []];
  }

  return { add: addStep, read, dispose: clear };
}

/**
 * NEVER where all losses of a step are finite; otherwise twice the steps since the last read, and one more where the
 * discriminator's loss is finite. That one is taken before anything of this step is averaged over the ranks, so it shows
 * which rank saw it first.
 */
function badness(names: readonly string[], losses: readonly number[], offset: number): number {
  const isSound = (name: string) => Number.isFinite(losses[names.indexOf(name)]);
  if (!isSound('discriminator')) return 2 * offset;
  return isSound('generator') ? NEVER : 2 * offset + 1;
}
