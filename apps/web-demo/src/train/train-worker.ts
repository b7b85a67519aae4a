import {
  encodeSafetensorsToBytes,
  parseSafetensors,
  requireFinite,
  tensorEntries,
  toTensors,
} from '@pix2pix-ts/checkpoint';
import { parseState, presets, type SavedTensors, type TrainEvent, train, withPlan } from '@pix2pix-ts/trainer';
import { startEngine } from '../engines/start-engine.ts';
import { whenLost } from '../engines/when-lost.ts';
import { lineOf } from '../worker/calls.ts';
import { postNews, serveCalls } from '../worker/serve-calls.ts';
import type { RunToTrain, TrainCalls, TrainNews } from './train-calls.ts';
import { sourceOf } from './training-pairs.ts';

const EVERY = { logEvery: 5, sampleEvery: 50, saveEvery: 100 };
const stopping = new AbortController();

serveCalls<TrainCalls>({
  async begin(run) {
    const engine = await startEngine(run.choice);
    whenLost((reason) => tell({ type: 'failed', reason: `the GPU was lost (${reason})` }));
    void follow(run).catch((error) => tell({ type: 'failed', reason: lineOf(error) }));
    return engine;
  },
  async stop() {
    stopping.abort();
    return null;
  },
});

/** Trains the preset `fast`, and tells the page what happens. */
async function follow({ pairs, steps, state }: RunToTrain): Promise<void> {
  const from = state && readState(state);
  const events = train({
    ...(from?.config ?? presets.fast.config),
    data: sourceOf(pairs.train),
    samples: sourceOf(pairs.heldOut.length > 0 ? pairs.heldOut : pairs.train),
    steps,
    signal: stopping.signal,
    licence: pairs.licence,
    about: { data: pairs.title, pairs: pairs.train.length, preset: 'fast' },
    ...EVERY,
    ...(from && { from }),
  });
  for await (const event of events) await tellEvent(event, steps);
}

function readState(bytes: Uint8Array) {
  const file = parseSafetensors(bytes);
  requireFinite(file.tensors);
  return { ...parseState({ ...file.metadata }), tensors: toTensors(file) };
}

async function tellEvent(event: TrainEvent, steps: number): Promise<void> {
  if (event.type === 'start') return;
  if (event.type !== 'checkpoint') return tell(event);
  const { step, model, state } = event;
  // How the command line would resume it: `pix2pix train --resume FOLDER --data PAIRS`.
  const planned = withPlan(state, {
    data: 'pairs',
    preset: 'fast',
    steps,
    overfit: null,
    skipBad: false,
    ...EVERY,
  });
  tell({ type: 'checkpoint', step, model: await encode(model), state: await encode(planned) });
}

function encode({ tensors, metadata }: SavedTensors): Promise<Uint8Array> {
  return encodeSafetensorsToBytes(tensorEntries(tensors), metadata, { check: true });
}

function tell(news: TrainNews): void {
  postNews(news);
}
