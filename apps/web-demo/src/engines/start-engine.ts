import { type Engine, type PassedOver, pickEngine } from '@pix2pix-ts/engine';
import type { EngineChoice } from './engine-choice.ts';
import { whyNotByItself } from './software-gpu.ts';

/**
 * Starts the engine that was chosen, or the first that works, a GPU that is none passed over. Called in a worker.
 *
 * @param except engines that have failed before, and why
 * @throws EngineError where the chosen one does not work, or none does
 */
export function startEngine(choice: EngineChoice, except: readonly PassedOver[] = []): Promise<Engine> {
  return pickEngine({
    backend: choice,
    whyNot: (name) => except.find((failed) => failed.name === name)?.reason ?? whyNotByItself(name),
  });
}
