import { type RunPlan, withPlan } from '@pix2pix-ts/trainer';
import { saveCheckpoint } from '../../files/index.ts';
import { encodeWeights } from './encode-weights.ts';
import type { RunListener } from './run-listener.ts';

/** Saves each checkpoint: the model, and the state with the command line's plan among its texts. */
export function saveCheckpoints(folder: string, plan: RunPlan): RunListener {
  return {
    savesState: true,
    async on(event) {
      if (event.type !== 'checkpoint') return;
      const { model, state } = event;
      await saveCheckpoint(folder, { model: encodeWeights(model), state: encodeWeights(withPlan(state, plan)) });
    },
  };
}
