import type { Engine, PassedOver } from '@pix2pix-ts/engine';
import type { EndEvent, SampleEvent, StepEvent } from '@pix2pix-ts/trainer';
import type { EngineChoice } from '../engines/engine-choice.ts';
import type { Preparing } from '../engines/warm-up-engine.ts';
import type { RunSize } from './run-size.ts';
import type { TrainingPairs } from './training-pairs.ts';

/** A run that should begin, or resume from the bytes of a `state.safetensors`. */
export type RunToTrain = {
  pairs: TrainingPairs;
  steps: number;
  /** Of the images; a state has its own. */
  size: RunSize;
  choice: EngineChoice;
  /** Engines that have failed in this run. */
  except: readonly PassedOver[];
  state: Uint8Array | undefined;
};

/** What the worker that trains can be asked; what happens afterwards comes as news. */
export type TrainCalls = {
  begin: { ask: RunToTrain; answer: Engine };
  /** Ends training after the current step, with a checkpoint. */
  stop: { ask: null; answer: null };
};

/** Both files of a run after some steps, the same that Node writes. */
type Checkpoint = { type: 'checkpoint'; step: number; model: Uint8Array; state: Uint8Array };

/** Training is over; another engine may go on from the last checkpoint where this one is to blame. */
type Failed = { type: 'failed'; reason: string; byEngine: boolean };

/** What happens while training. */
export type TrainNews = ({ type: 'preparing' } & Preparing) | StepEvent | SampleEvent | Checkpoint | EndEvent | Failed;
