import type { Tensor } from '@tensorflow/tfjs-core';

/** Tensors by name. */
export type NamedTensors = Record<string, Tensor>;

/** What a step does: new tensors from those that it is given, which it leaves alone. */
export type Work = (inputs: NamedTensors) => NamedTensors;

/** How an engine notes what a step asks it for, and makes a call of that. */
export type StepRecorder<Recording> = {
  /** What the call is to an engine's user: "compiled", "recorded". */
  readonly verb: string;
  /**
   * Runs a step and notes it.
   *
   * @throws what the step throws
   */
  record(given: NamedTensors): Recorded<Recording>;
  /** Frees what a call of the recording would need; it can still be compared. */
  release?(recording: Recording): void;
  /**
   * The call that two recordings of a step stand for, if they are alike. It takes the second one over.
   *
   * @throws RefusedStepError where they differ, or where the engine has no such call
   */
  compile(first: Recording, second: Recording): StepCall;
};

/** A step that was noted while it ran. */
export type Recorded<Recording> = {
  /** What it asked the engine for. */
  readonly recording: Recording;
  /** Why no call can be made of it, whatever the next one is like. */
  readonly refusal: string | undefined;
  /** What the step gave, which the caller owns. */
  readonly outputs: NamedTensors;
};

/** A recorded step, ready to be done again. */
export type StepCall = {
  /** Whether the tensors from before the step that it uses are there still. */
  readonly isUpToDate: boolean;
  /**
   * @returns new tensors, which the caller owns
   * @throws RefusedStepError where the engine refuses it and nothing has changed by that
   */
  run(given: NamedTensors): NamedTensors;
  /** Frees what the engine keeps for it. */
  dispose(): void;
};

/** A step goes on without being one call; the message says why, without a full stop. */
export class RefusedStepError extends Error {
  /** Tells it from other errors. */
  override readonly name = 'RefusedStepError';
}
