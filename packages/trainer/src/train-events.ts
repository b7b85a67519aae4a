import type { Metrics } from '@pix2pix-ts/metrics';
import type { Losses } from './loss-log.ts';
import type { SampleImage } from './sample-images.ts';
import type { SavedTensors } from './train-state.ts';

/** Training begins, or continues after `step` steps. */
export type StartEvent = {
  /** Which event this is. */
  type: 'start';
  /** Steps that are done: 0, or those before a resume. */
  step: number;
  /** Steps that the run is to have in all. */
  steps: number;
};

/** A step is done. */
export type StepEvent = {
  /** Which event this is. */
  type: 'step';
  /** Counted from 1 at the beginning of the run, also after a resume. */
  step: number;
  /** Steps that the run is to have in all. */
  steps: number;
  /** The images of this step. */
  images: readonly string[];
  /** The mean losses since they were last read, every `logEvery` steps and at the end; null in between. */
  losses: Losses | null;
  /** The pace of the latest steps, of all ranks together. */
  imagesPerSecond: number;
  /** Until the run ends, by steps or by time. */
  secondsLeft: number;
};

/** What the generator makes of the fixed images after this step. */
export type SampleEvent = {
  /** Which event this is. */
  type: 'sample';
  /** Steps that are done. */
  step: number;
  /** One for each fixed image. */
  images: readonly SampleImage[];
};

/** The generator was measured on held-out pairs after this step; every rank has the same figures. */
export type EvaluationEvent = {
  /** Which event this is. */
  type: 'evaluation';
  /** Steps that are done. */
  step: number;
  /** The means over the pairs. */
  metrics: Metrics;
  /** How many pairs were compared. */
  images: number;
  /** Whether the configuration's metric has never been better in this run: then `model` is worth keeping. */
  isBest: boolean;
  /** The best step so far, this one included, and the metric there. */
  best: {
    /** Steps that were done. */
    step: number;
    /** Of the configuration's metric. */
    value: number;
  };
  /** Everything that is needed to use the generator as it is now; the trainer's, valid until the next event is asked for. */
  model: SavedTensors;
};

/** What to write down after this step; the tensors are the trainer's, valid until the next event is asked for. */
export type CheckpointEvent = {
  /** Which event this is. */
  type: 'checkpoint';
  /** Steps that are done. */
  step: number;
  /** Everything that is needed to use the generator. */
  model: SavedTensors;
  /** Everything that is needed to continue with `from`. */
  state: SavedTensors;
};

/**
 * Training is over: all steps are done, the time is up, the signal was aborted, or the held-out metric has not been better for
 * `stopAfter` evaluations.
 */
export type EndEvent = {
  /** Which event this is. */
  type: 'end';
  /** Steps that are done, those before a resume included. */
  step: number;
  /** Why it is over, in the words above. */
  reason: 'steps' | 'time' | 'abort' | 'stale';
};

/** What happens during training, in the order it happens. */
export type TrainEvent = StartEvent | StepEvent | SampleEvent | EvaluationEvent | CheckpointEvent | EndEvent;
