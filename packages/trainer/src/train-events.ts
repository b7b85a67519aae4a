import type { Losses } from './loss-log.ts';
import type { SampleImage } from './sample-images.ts';
import type { SavedTensors } from './train-state.ts';

/** Training begins, or goes on after `step` steps. */
export type StartEvent = { type: 'start'; step: number; steps: number };

/** A step is done. */
export type StepEvent = {
  type: 'step';
  /** Counted from 1 at the very beginning of the run, also after a resume. */
  step: number;
  steps: number;
  /** The images of this step. */
  images: readonly string[];
  /** The mean losses since they were last read, every `logEvery` steps and at the end; null in between. */
  losses: Losses | null;
  imagesPerSecond: number;
  /** Until the run ends, by steps or by time. */
  secondsLeft: number;
};

/** What the generator makes of the fixed images after this step. */
export type SampleEvent = { type: 'sample'; step: number; images: readonly SampleImage[] };

/** What to write down after this step; the tensors are the trainer's, valid until the next event is asked for. */
export type CheckpointEvent = { type: 'checkpoint'; step: number; model: SavedTensors; state: SavedTensors };

/** Training is over: all steps are done, the time is up, or the signal was aborted. */
export type EndEvent = { type: 'end'; step: number; reason: 'steps' | 'time' | 'abort' };

/** What happens during training, in the order it happens. */
export type TrainEvent = StartEvent | StepEvent | SampleEvent | CheckpointEvent | EndEvent;
