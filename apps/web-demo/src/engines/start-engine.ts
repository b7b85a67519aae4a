import { type Engine, type PassedOver, pickEngine } from '@pix2pix-ts/engine';
import type { EngineChoice } from './engine-choice.ts';
import { whyNotByItself } from './software-gpu.ts';

/** What an engine is started with. */
export type StartOptions = {
  /** Engines that have failed before, and why. */
  except?: readonly PassedOver[] | undefined;
  /** @default as many as the engine chooses */
  threads?: number | undefined;
};

/**
 * Starts the engine that was chosen, or the first that works, skipping a GPU that is emulated. Called in a worker.
 *
 * @throws EngineError where the chosen one does not work, or none does
 */
export function startEngine(choice: EngineChoice, { except = [], threads }: StartOptions = {}): Promise<Engine> {
  return pickEngine({
    backend: choice,
    threads,
    whyNot: (name) => except.find((failed) => failed.name === name)?.reason ?? whyNotByItself(name),
  });
}
