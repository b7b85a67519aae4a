import { type Engine, type EngineError, type PassedOver, pickEngine } from '@pix2pix-ts/engine';
import { ENGINE_TITLES, type EngineChoice } from './engine-choice.ts';

/** What an engine is started with. */
export type StartOptions = {
  /** Engines that have failed before, and why. */
  except?: readonly PassedOver[] | undefined;
  /** @default as many as the engine chooses */
  threads?: number | undefined;
};

/**
 * Starts the engine that was chosen, or the first that works. Called in a worker.
 *
 * @throws Error of one line, for people who see a page, where the chosen one does not work, or none does
 */
export async function startEngine(choice: EngineChoice, { except = [], threads }: StartOptions = {}): Promise<Engine> {
  try {
    return await pickEngine({
      backend: choice,
      threads,
      whyNot: (name) => except.find((failed) => failed.name === name)?.reason,
    });
  } catch (error) {
    const [tried] = (error as Partial<EngineError>).passedOver ?? [];
    throw choice === 'auto' || !tried ? error : new Error(`${ENGINE_TITLES[choice]} is ${tried.reason}.`);
  }
}
