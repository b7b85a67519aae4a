export type { HeldOutStanding } from './held-out/standing.ts';
export { lossLabel } from './loss-label.ts';
export type { Losses } from './loss-log.ts';
export { NonFiniteError } from './non-finite-error.ts';
export { type Preset, type PresetName, presetName, presets } from './presets.ts';
export { rehearse } from './rehearse.ts';
export { parsePlan, type RunPlan, withPlan } from './run-plan.ts';
export type { SampleImage } from './sample-images.ts';
export {
  type Decay,
  type LearningRateSchedule,
  type LearningRateScheduleName,
  learningRateSchedules,
} from './schedules/learning-rate-schedules.ts';
export type { LearningRates } from './schedules/learning-rates.ts';
export type { Moves, StepConfig, StepInputs, StepLosses } from './step/step-inputs.ts';
export { trainStep } from './step/train-step.ts';
export { createStepRunner, type StepRunner } from './step-runner.ts';
export { train } from './train.ts';
export { parseConfig, type TrainConfig, trainConfigSchema } from './train-config.ts';
export type {
  CheckpointEvent,
  EndEvent,
  EvaluationEvent,
  SampleEvent,
  StartEvent,
  StepEvent,
  TrainEvent,
} from './train-events.ts';
export type { TrainOptions } from './train-options.ts';
export { modelTexts, type Provenance, parseState, type SavedTensors, type TrainPosition } from './train-state.ts';
export {
  createTrainingState,
  disposeTrainingState,
  networkTensors,
  restoreTrainingState,
  stateTensors,
  type TrainedNetwork,
  type TrainingState,
  translatingTensors,
} from './training-state.ts';
export type { World } from './world.ts';
