import { compiledStep, type NamedTensors } from '@pix2pix-ts/ops';
import { dispose, stack, type Tensor1D, type Tensor4D } from '@tensorflow/tfjs-core';
import type { LearningRates } from './schedules/learning-rates.ts';
import type { TrainConfig } from './train-config.ts';
import { type StepConfig, trainStep } from './train-step.ts';
import type { TrainingState } from './training-state.ts';
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

/**
 * Steps that move this state, which stays the caller's.
 *
 * @param options `world`: the processes that train together, see `trainStep`; `compile`: see `train`
 */
export function createStepRunner(
  config: StepConfig & Pick<TrainConfig, 'seed'>,
  state: TrainingState,
  { world = ALONE, compile = true }: { world?: World; compile?: boolean } = {},
): StepRunner {
  const now = { generator: 0, discriminator: 0, step: 0 };
  let names: readonly string[] = [];

  function work(images: NamedTensors): { losses: Tensor1D } {
    const { input, target } = images as { input: Tensor4D; target: Tensor4D };
    const dropout = { seed: config.seed, step: () => now.step, firstPlace: world.rank * input.shape[0] };
    const rates = { learningRate: () => now.generator, discriminatorLearningRate: () => now.discriminator };
    const losses = trainStep(config, state, { input, target, ...rates, dropout }, world);
    names = Object.keys(losses);
    const row = stack(Object.values(losses)) as Tensor1D;
    dispose(losses);
    return { losses: row };
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
      const { losses } = runWork(images);
      return { names, losses };
    },
    settled: compiled.settled,
    dispose: compiled.dispose,
  };
}
