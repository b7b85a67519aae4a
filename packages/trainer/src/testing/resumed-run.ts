import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { train } from '../train.ts';
import type { CheckpointEvent, TrainEvent } from '../train-events.ts';
import type { TrainOptions } from '../train-options.ts';
import { parseState } from '../train-state.ts';

/** What a run comes to. */
export type RunTrace = {
  /** Every event but checkpoints, without paces and tensors. */
  events: unknown[];
  /** Of the last checkpoint: the state's texts and values. */
  state: Values;
  /** Likewise of the model. */
  model: Values;
};

type Values = { metadata: Record<string, string>; tensors: Record<string, number[]> };

/** Runs to the end. */
export async function traceOf(options: TrainOptions): Promise<RunTrace> {
  const trace: RunTrace = { events: [], state: NOTHING, model: NOTHING };
  for await (const event of train(options)) {
    if (event.type === 'checkpoint') Object.assign(trace, await savedOf(event));
    else trace.events.push(withoutPace(event));
  }
  return trace;
}

const NOTHING: Values = { metadata: {}, tensors: {} };

async function savedOf({ state, model }: CheckpointEvent): Promise<Pick<RunTrace, 'state' | 'model'>> {
  return { state: await valuesOf(state), model: await valuesOf(model) };
}

async function valuesOf({ tensors, metadata }: CheckpointEvent['state']): Promise<Values> {
  const values: Record<string, number[]> = {};
  for (const [name, each] of Object.entries(tensors)) values[name] = [...(await each.data())];
  return { metadata, tensors: values };
}

function withoutPace(event: TrainEvent): unknown {
  const { imagesPerSecond: _, secondsLeft: __, model: ___, ...told } = event as Record<string, unknown>;
  return told;
}

/** Leaves a run at its checkpoint after `steps` steps, and runs what is left of it from there. */
export async function resumedTraceOf(options: TrainOptions, steps: number): Promise<RunTrace> {
  const before: unknown[] = [];
  let from: TrainOptions['from'];
  for await (const event of train({ ...options, saveEvery: steps })) {
    if (event.type !== 'checkpoint') before.push(withoutPace(event));
    else if (event.step === steps) {
      const { step, position, standing } = parseState(event.state.metadata);
      const { tensors } = await valuesOf(event.state);
      const made = Object.entries(tensors).map(([name, values]): [string, Tensor] => [
        name,
        tensor(values, event.state.tensors[name]?.shape),
      ]);
      from = { step, position, standing, tensors: Object.fromEntries(made) };
      break;
    }
  }
  if (!from) throw new Error('no checkpoint came');
  const rest = await traceOf({ ...options, from });
  return { ...rest, events: [...before, ...rest.events.slice(1)] };
}
