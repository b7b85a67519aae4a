import { compiledStep, type NamedTensors } from '@pix2pix-ts/ops';
import { dispose, type Scalar, scalar, stack, type Tensor1D, type Tensor4D } from '@tensorflow/tfjs-core';
import { decayAt } from './ema/moving-average.ts';
import { type PoolDraws, poolDraws } from './pool/pool-draws.ts';
import type { LearningRates } from './schedules/learning-rates.ts';
import type { Moves, StepConfig } from './step/step-inputs.ts';
import { trainStep } from './step/train-step.ts';
import type { TrainConfig } from './train-config.ts';
import { generatorUpdates, type TrainingState } from './training-state.ts';
import { ALONE, type World } from './world.ts';

/** Runs one training step after the other, on an engine that may learn to do so without their JavaScript. */
export type StepRunner = {
  /**
   * One step on these images, which stay the caller's.
   *
   * @param images [B, H, W, C] in [-1, 1]: what the generator is given, and what it should make of it
   * @param learningRate of both networks' Adam, or of each its own
   * @param step the number of this step, from which dropout is drawn
   */
  run(
    images: { input: Tensor4D; target: Tensor4D },
    learningRate: number | LearningRates,
    step: number,
  ): {
    /** Of the losses. */
    names: readonly string[];
    /** Their values from before the step, in this order; the caller owns them. */
    losses: Tensor1D;
  };
  /** Waits until the engine is only a few steps behind. */
  settled(): Promise<void>;
  /** Frees what the engine keeps for it; the state stays. */
  dispose(): void;
};

/** What a step takes as tensors: its images, and what changes where the state has an average or a pool. */
type Inputs = { input: Tensor4D; target: Tensor4D; averageDecay?: Scalar } & Partial<PoolDraws>;

/**
 * Steps that move this state, which stays the caller's.
 *
 * @param options `world`: the processes that train together, see `trainStep`; `compile`: see `train`; `moves`: which networks
 *   move, both by default
 */
export function createStepRunner(
  config: StepConfig & Pick<TrainConfig, 'seed'> & Partial<Pick<TrainConfig, 'ema' | 'headStart'>>,
  state: TrainingState,
  { world = ALONE, compile = true, moves = 'both' }: { world?: World; compile?: boolean; moves?: Moves } = {},
): StepRunner {
  const now = { generator: 0, discriminator: 0, step: 0 };
  let names: readonly string[] = [];

  function work(images: NamedTensors): { losses: Tensor1D } {
    const { input, target, averageDecay, read, write } = images as Inputs;
    const dropout = { seed: config.seed, step: () => now.step, firstPlace: world.rank * input.shape[0] };
    const rates = { learningRate: () => now.generator, discriminatorLearningRate: () => now.discriminator };
    const inputs = {
      ...{ input, target, ...rates, dropout },
      ...(averageDecay && { averageDecay }),
      ...(read && write && { poolDraws: { read, write } }),
    };
    const losses = trainStep(config, state, inputs, world, moves);
    names = Object.keys(losses);
    const row = stack(Object.values(losses)) as Tensor1D;
    dispose(losses);
    return { losses: row };
  }

  /** What changes from step to step and enters a compiled one as tensors. */
  function changingInputs(batch: number, step: number): NamedTensors {
    const { seed, ema = 0, headStart = 0 } = config;
    const { average, pool } = state;
    const updates = generatorUpdates({ headStart }, step - 1);
    return {
      ...(average && { averageDecay: scalar(decayAt(ema, updates)) }),
      ...(pool && poolDraws(seed, (step - 1) * batch, batch, pool.images.shape[0])),
    };
  }

  const compiled = compiledStep(work);
  const runWork = compile ? compiled.run : work;

  return {
    run(images, learningRate, step) {
      const [generator, discriminator] =
        typeof learningRate === 'number'
          ? [learningRate, learningRate]
          : [learningRate.generator, learningRate.discriminator];
      Object.assign(now, { generator, discriminator, step });
      const changing = changingInputs(images.input.shape[0], step);
      const { losses } = runWork({ ...images, ...changing });
      dispose(changing);
      return { names, losses };
    },
    settled: compiled.settled,
    dispose: compiled.dispose,
  };
}
