export type { LearningRateScheduleName } from './learning-rate-schedules.ts';
export { learningRateSchedules } from './learning-rate-schedules.ts';
export type { Losses } from './loss-log.ts';
export { createNetworks, disposeNetworks, networkTensors, restoreNetworks } from './networks.ts';
export { NonFiniteError } from './non-finite-error.ts';
export { type Preset, type PresetName, presets } from './presets.ts';
export type { SampleImage } from './sample-images.ts';
export { type TrainOptions, train } from './train.ts';
export { parseConfig, type TrainConfig, trainConfigSchema } from './train-config.ts';
export type {
  CheckpointEvent,
  EndEvent,
  SampleEvent,
  StartEvent,
  StepEvent,
  TrainEvent,
} from './train-events.ts';
export { modelTexts, type Provenance, parseState, type SavedTensors, type TrainPosition } from './train-state.ts';
export { type Networks, type StepConfig, type StepInputs, type StepLosses, trainStep } from './train-step.ts';
export type { World } from './world.ts';
