import {
  encodeSafetensorsToBytes,
  parseSafetensors,
  requireFinite,
  tensorEntries,
  toTensors,
} from '@pix2pix-ts/checkpoint';
import type { Engine } from '@pix2pix-ts/engine';
import {
  parseState,
  presets,
  rehearse,
  type SavedTensors,
  type TrainConfig,
  type TrainEvent,
  train,
  withPlan,
} from '@pix2pix-ts/trainer';
import { startEngine } from '../engines/start-engine.ts';
import { warmUpEngine } from '../engines/warm-up-engine.ts';
import { whenLost } from '../engines/when-lost.ts';
import { lineOf } from '../worker/calls.ts';
import { postNews, serveCalls } from '../worker/serve-calls.ts';
import type { RunToTrain, TrainCalls, TrainNews } from './train-calls.ts';
import { sourceOf } from './training-pairs.ts';

const EVERY = { logEvery: 5, sampleEvery: 50, saveEvery: 0 };
/** What a tab that is closed can lose, and how often a quick run writes its megabytes. */
const SAVE_SECONDS = 20;
const stopping = new AbortController();

serveCalls<TrainCalls>({
  async begin(run) {
    const engine = await startEngine(run.choice, { except: run.except });
    const lost = new Promise<void>((resolve) => {
      whenLost((reason) => {
        tell({ type: 'failed', reason: `the GPU was lost (${reason})`, byEngine: true });
        resolve();
      });
    });
    // What fails because the GPU is lost may fail before it is told.
    void follow(run, engine).catch((error) => Promise.race([lost, lossIsTold()]).then(() => tell(failureOf(error))));
    return engine;
  },
  async stop() {
    stopping.abort();
    return null;
  },
});

/** Trains the preset `fast` at a size, and tells the page what happens. */
async function follow({ pairs, steps, size, state }: RunToTrain, engine: Engine): Promise<void> {
  const from = state && readState(state);
  const config = from?.config ?? configOf(size);
  await warmUpEngine(
    engine,
    () => rehearse(config),
    (preparing) => tell({ type: 'preparing', ...preparing }),
  );
  const events = train({
    ...config,
    data: sourceOf(pairs.train),
    samples: sourceOf(pairs.heldOut.length > 0 ? pairs.heldOut : pairs.train),
    steps,
    signal: stopping.signal,
    licence: pairs.licence,
    about: { data: pairs.title, pairs: pairs.train.length, preset: 'fast', ...(pairs.page && { page: pairs.page }) },
    ...EVERY,
    saveEverySeconds: SAVE_SECONDS,
    ...(from && { from }),
  });
  for await (const event of events) await tellEvent(event, steps);
}

function configOf(imageSize: number): TrainConfig {
  const { config } = presets.fast;
  return { ...config, generator: { ...config.generator, imageSize } };
}

/** Too little memory is for the user to decide about; whatever else the GPU reports, another engine can do the same work. */
function failureOf(error: unknown): TrainNews {
  const { name, kind } = error as { name?: string; kind?: string };
  return { type: 'failed', reason: lineOf(error), byEngine: name === 'GpuError' && kind !== 'memory' };
}

const lossIsTold = () => new Promise((resolve) => setTimeout(resolve, 300));

function readState(bytes: Uint8Array) {
  const file = parseSafetensors(bytes);
  requireFinite(file.tensors);
  return { ...parseState({ ...file.metadata }), tensors: toTensors(file) };
}

async function tellEvent(event: TrainEvent, steps: number): Promise<void> {
  if (event.type === 'start' || event.type === 'evaluation') return;
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
    saveEvery: 100,
  });
  tell({ type: 'checkpoint', step, model: await encode(model), state: await encode(planned) });
}

function encode({ tensors, metadata }: SavedTensors): Promise<Uint8Array> {
  return encodeSafetensorsToBytes(tensorEntries(tensors), metadata, { check: true });
}

function tell(news: TrainNews): void {
  postNews(news);
}
