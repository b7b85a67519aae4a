import { compiledStep, type NamedTensors } from '@pix2pix-ts/ops';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { AnyGeneratorConfig, Mode } from './architecture.ts';
import { applyGenerator } from './networks.ts';

/** The generator for pictures that come one after the other. Free it by `dispose`; its tensors stay the caller's. */
export type CompiledGenerator = {
  /** As `applyGenerator`, without gradients. @returns [B, H, W, C], owned by the caller */
  run(x: Tensor4D): Tensor4D;
  /** Frees what the engine keeps for it. */
  dispose(): void;
};

/**
 * A generator that an engine may run without its JavaScript, once it has seen a few batches of a size.
 *
 * @param tensors as in `applyGenerator`
 * @param mode a seed of dropout that changes is a function
 */
export function compileGenerator(
  config: AnyGeneratorConfig,
  tensors: NamedTensors,
  mode: Omit<Mode, 'onMovedStatistics'> = {},
): CompiledGenerator {
  const { run, dispose } = compiledStep(({ x }) => ({ y: applyGenerator(config, tensors, x as Tensor4D, mode) }));
  return { run: (x) => run({ x }).y, dispose };
}
