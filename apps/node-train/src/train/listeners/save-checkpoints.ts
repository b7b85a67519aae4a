import { encodeSafetensors, tensorEntries } from '@pix2pix-ts/checkpoint';
import type { SavedTensors } from '@pix2pix-ts/trainer';
import { saveCheckpoint } from '../../files/index.ts';
import { PLAN_FIELD } from '../resume-run.ts';
import type { RunPlan } from '../run-plan.ts';
import type { RunListener } from './run-listener.ts';

/** Saves each checkpoint: the model, and the state with the command line's plan among its texts. */
export function saveCheckpoints(folder: string, plan: RunPlan): RunListener {
  return {
    savesState: true,
    async on(event) {
      if (event.type !== 'checkpoint') return;
      const { model, state } = event;
      const planned = { ...state, metadata: { ...state.metadata, [PLAN_FIELD]: JSON.stringify(plan) } };
      await saveCheckpoint(folder, { model: encode(model), state: encode(planned) });
    },
  };
}

function encode({ tensors, metadata }: SavedTensors): AsyncIterable<Uint8Array> {
  return encodeSafetensors(tensorEntries(tensors), metadata, { check: true });
}
