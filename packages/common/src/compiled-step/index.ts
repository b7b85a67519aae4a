export { type CompiledStep, compiledStep } from './compiled-step.ts';
export { RepeatedStep } from './repeated-step.ts';
export {
  type NamedTensors,
  type Recorded,
  RefusedStepError,
  type StepCall,
  type StepRecorder,
  type Work,
} from './step-recorder.ts';
