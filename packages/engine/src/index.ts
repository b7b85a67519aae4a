export { describeEngine } from './describe-engine.ts';
export { type Engine, EngineError, type EngineName, type PassedOver } from './engine.ts';
export { type PickEngineOptions, pickEngine } from './pick-engine.ts';
export { isSoftwareAdapter, requestAdapter } from './software-gpu.ts';
