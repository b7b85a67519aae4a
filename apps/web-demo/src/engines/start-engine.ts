import { type Engine, EngineError, type PassedOver, pickEngine } from '@pix2pix-ts/engine';
import { lineOf } from '../worker/calls.ts';
import { type EngineChoice, PAGE_ENGINES } from './engine-choice.ts';
import { whyNotByItself } from './software-gpu.ts';

/**
 * Starts the engine that was chosen, or the first that works, a GPU that is none passed over. Called in a worker.
 *
 * @param except engines that have failed before, and why
 * @throws EngineError where the chosen one does not work, or none does
 */
export async function startEngine(choice: EngineChoice, except: readonly PassedOver[] = []): Promise<Engine> {
  if (choice !== 'auto') return pickEngine({ backend: choice });
  const passedOver: PassedOver[] = [...except];
  for (const name of PAGE_ENGINES) {
    if (except.some((failed) => failed.name === name)) continue;
    const against = await whyNotByItself(name);
    if (against !== undefined) {
      passedOver.push({ name, reason: against });
      continue;
    }
    try {
      return { ...(await pickEngine({ backend: name })), passedOver };
    } catch (error) {
      passedOver.push({ name, reason: reasonIn(lineOf(error)) });
    }
  }
  const reasons = passedOver.map(({ name, reason }) => `${name} is ${reason}`).join('; ');
  throw new EngineError(`Expected an engine that works here, got none: ${reasons}. Try another browser.`);
}

/** The reason out of pickEngine's own line about one engine. */
function reasonIn(line: string): string {
  return /got none: \w+ is (.*)\. Take another one/.exec(line)?.[1] ?? `not working (${line})`;
}
