import { encodeSafetensors, tensorEntries } from '@pix2pix-ts/checkpoint';
import { type RunPlan, type SavedTensors, withPlan } from '@pix2pix-ts/trainer';
import { saveCheckpoint } from '../../files/index.ts';
import type { RunListener } from './run-listener.ts';

/** Saves each checkpoint: the model, and the state with the command line's plan among its texts. */
export function saveCheckpoints(folder: string, plan: RunPlan): RunListener {
  return {
    savesState: true,
    async on(event) {
      if (event.type !== 'checkpoint') return;
      const { model, state } = event;
      await saveCheckpoint(folder, { model: encode(model), state: encode(withPlan(state, plan)) });
    },
  };
}

function encode({ tensors, metadata }: SavedTensors): AsyncIterable<Uint8Array> {
  return encodeSafetensors(tensorEntries(tensors), metadata, { check: true });
}
