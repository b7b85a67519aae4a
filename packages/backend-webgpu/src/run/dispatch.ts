import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TrainableBackendWebGPU } from '../backend.ts';
import type { Binding } from './bind-groups.ts';
import type { Shader } from './pipelines.ts';

/** One run of a shader. Its bindings are the outputs, the inputs and the uniform, in this order. */
export type Dispatch = Shader & {
  /** What it writes; tensors that it changes in place are among them. */
  outputs: readonly (TensorInfo | GPUBuffer)[];
  inputs: readonly (TensorInfo | GPUBuffer)[];
  /** The words of the uniform, or where they are. */
  uniform: Uint32Array<ArrayBuffer> | Binding;
  /** Workgroups in each dimension. */
  grid: readonly [x: number, y?: number, z?: number];
};

/** Adds a run of a shader to the commands. Nothing is waited for. */
export function dispatch(backend: TrainableBackendWebGPU, work: Dispatch): void {
  const { outputs, inputs, uniform, grid } = work;
  backend.health.expectNoError();
  if (backend.isPreparing) {
    backend.pipelines.prepare(work);
    // A stock kernel takes what has no place on the GPU for something that it can compute in JavaScript.
    for (const tensor of [...outputs, ...inputs]) if (isTensor(tensor)) backend.uploadToGPU(tensor.dataId);
    return;
  }
  const pipeline = backend.pipelines.get(work);
  const bindings = [
    ...outputs.map((output) => (isTensor(output) ? backend.writableBuffer(output) : output)),
    ...inputs.map((input) => (isTensor(input) ? backend.buffer(input) : input)),
    isWords(uniform) ? backend.uniform(uniform) : uniform,
  ];
  backend.encode(pipeline, bindings, grid);
}

const isTensor = (given: TensorInfo | GPUBuffer): given is TensorInfo => 'dataId' in given;
const isWords = (given: object): given is Uint32Array<ArrayBuffer> => ArrayBuffer.isView(given);
