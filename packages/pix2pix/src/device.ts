import { describeEngine, type Engine } from '@pix2pix-ts/engine';
import { getBackend } from '@tensorflow/tfjs-core';

/** What a model runs on. */
export type Device = {
  /** The engine: `webgpu`, `webgl`, `wasm`, `native` or `cpu`, or TensorFlow.js's name of one of another package. */
  readonly name: string;
  /** In words: `wasm, 4 threads, SIMD with FMA`. */
  readonly description: string;
  /** Why this one: `the first that works here; webgl is emulated in software here, without a graphics card`. */
  readonly why: string;
};

/** What this package has started last: another model that runs on it is told the same. */
let started: { readonly backend: string; readonly device: Device } | undefined;

/** The device that an engine is, which was chosen for this reason. */
export function deviceOf(engine: Engine, reason: string): Device {
  const { name, description, passedOver } = engine;
  const others = describeEngine({ ...engine, description: '' }).slice('Engine: '.length);
  const device = { name, description, why: `${reason}${passedOver.length > 0 ? others : ''}` };
  started = { backend: engine.backend, device };
  return device;
}

/** What TensorFlow.js runs on already. */
export function currentDevice(): Device {
  const name = getBackend();
  if (started?.backend === name) return started.device;
  return { name, description: name, why: "TensorFlow.js's engine when the model was loaded" };
}

/** Whether a function that picks an engine gave back what `pickEngine` gave it. */
export function isEngine(value: unknown): value is Engine {
  return typeof value === 'object' && value !== null && 'description' in value && 'passedOver' in value;
}
