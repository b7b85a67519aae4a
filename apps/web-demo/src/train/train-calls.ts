import type { Engine } from '@pix2pix-ts/engine';
import type { EndEvent, SampleEvent, StepEvent } from '@pix2pix-ts/trainer';
import type { EngineChoice } from '../engines/engine-choice.ts';
import type { TrainingPairs } from './training-pairs.ts';

/** A run that should begin, or resume from the bytes of a `state.safetensors`. */
export type RunToTrain = { pairs: TrainingPairs; steps: number; choice: EngineChoice; state: Uint8Array | undefined };

/** What the worker that trains can be asked; what happens afterwards comes as news. */
export type TrainCalls = {
  begin: { ask: RunToTrain; answer: Engine };
  /** Ends training after the current step, with a checkpoint. */
  stop: { ask: null; answer: null };
};

/** Both files of a run after some steps, the same that Node writes. */
type Checkpoint = { type: 'checkpoint'; step: number; model: Uint8Array; state: Uint8Array };

/** What happens while training. */
export type TrainNews = StepEvent | SampleEvent | Checkpoint | EndEvent | { type: 'failed'; reason: string };
