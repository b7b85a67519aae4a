import type { Precision } from '@pix2pix-ts/common';
import { env } from '@tensorflow/tfjs-core';
import { median } from '../process/median.ts';
import { optionsOf } from '../process/run-our-process.ts';
import { type BackendName, startBackend } from '../process/start-backend.ts';
import { createOurStep } from '../step/our-step.ts';
import { type CardModel, cardModel } from './card-model.ts';

/** Medians in milliseconds: a step until its losses are read, and a batch through the generator until it is. */
export type CardTimes = { trainStepMs: number; translateMs: number };

/** An engine that compiles steps does so in the first ones. */
const WARM_UP = 5;

/** What is timed; steps are compiled, where the engine does that, unless `compile` is false. */
export type CardWork = {
  backend: BackendName;
  model: CardModel;
  steps: number;
  precision?: Precision;
  compile?: boolean;
  /** Of WebGPU: whether it takes Winograd's forms. */
  forms?: boolean;
};

const { backend, model, steps, precision, compile = true, forms } = optionsOf<CardWork>();
await startBackend(backend, undefined, precision);
if (forms !== undefined) env().set('WEBGPU_WINOGRAD', Number(forms));
const { trainStep, plainStep, translate } = createOurStep(cardModel(model));
const step = compile ? () => void trainStep() : plainStep;
const times: CardTimes = { trainStepMs: await timed(step), translateMs: await timed(translate) };
console.log(JSON.stringify(times));
process.exit(0); // the engine need not end by itself

async function timed(work: () => void): Promise<number> {
  const all: number[] = [];
  for (let call = 0; call < WARM_UP + steps; call++) {
    const begin = performance.now();
    work();
    all.push(performance.now() - begin);
    await new Promise(setImmediate); // as training does
  }
  return median(all.slice(WARM_UP));
}
