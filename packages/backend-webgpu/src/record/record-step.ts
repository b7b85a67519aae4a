import type { NamedTensors, Recorded, Work } from '@pix2pix-ts/common/compiled-step';
import { dispose, engine, type Tensor } from '@tensorflow/tfjs-core';
import { TENSOR_USAGE, type TrainableBackendWebGPU, wordsOf } from '../backend.ts';
import { Recording } from './recording.ts';

/** Where a tensor's values are while a step runs. */
export type Place = Pick<Tensor, 'shape' | 'dtype'> & { name: string; buffer: GPUBuffer };

/** The commands of a step, with where it finds its inputs and leaves its outputs. */
export type RecordedStep = {
  recording: Recording;
  inputs: readonly Place[];
  outputs: readonly Place[];
  /** When it began to run, as `performance.now` has it. */
  begun: number;
};

/**
 * Runs a step on copies of what it is given, and notes it.
 *
 * @returns the step, and what it gave, which the caller owns, also where the recording cannot be played
 * @throws what the step throws
 */
export function recordStep(backend: TrainableBackendWebGPU, work: Work, given: NamedTensors): Recorded<RecordedStep> {
  const begun = performance.now();
  const recording = new Recording(backend);
  const sources = sourcesOf(backend, given);
  let own: NamedTensors = {};
  let made: NamedTensors = {};
  try {
    own = recording.within(() => placeFor(backend, given));
    const inputs = placesOf(backend, own);
    const copies = bring(backend, sources, inputs);
    for (const { from, to } of copies) backend.copy(from, to);
    made = recording.note(() => work(own));
    const outputs = recording.within(() => {
      for (const tensor of Object.values(made)) backend.buffer(tensor);
      return placesOf(backend, made);
    });
    const fresh = freshTensors(backend, outputs);
    for (const { from, to } of fresh.copies) backend.copy(from, to);
    recording.within(() => dispose([own, made]));
    if (recording.alive > 0) recording.refusal ??= `${recording.alive} tensors that it makes stay when it is over`;
    return { recording: { recording, inputs, outputs, begun }, refusal: recording.refusal, outputs: fresh.tensors };
  } catch (error) {
    recording.within(() => dispose(own));
    recording.dispose();
    throw error;
  }
}

/** What a step is given: in JavaScript, or on the GPU. */
export type Source = { name: string; at: Uint32Array<ArrayBuffer> | GPUBuffer };

export function sourcesOf(backend: TrainableBackendWebGPU, given: NamedTensors): Source[] {
  return Object.entries(given).map(([name, { dataId, dtype }]) => {
    const data = backend.tensorMap.get(dataId);
    if (data.values && !data.resource) return { name, at: wordsOf(dtype, data.values) };
    backend.uploadToGPU(dataId);
    return { name, at: data.resource as GPUBuffer };
  });
}

/** Writes what is in JavaScript to its place; what is on the GPU has to be copied by a command. */
export function bring(backend: TrainableBackendWebGPU, sources: readonly Source[], places: readonly Place[]): Copy[] {
  const copies: Copy[] = [];
  for (const { name, buffer } of places) {
    const { at } = sources.find((source) => source.name === name) as Source;
    if (ArrayBuffer.isView(at)) backend.queue.writeBuffer(buffer, 0, at);
    else copies.push({ from: at, to: buffer });
  }
  return copies;
}

export type Copy = { from: GPUBuffer; to: GPUBuffer };

/** New tensors for what a step leaves in these places, and the copies that fill them. */
export function freshTensors(
  backend: TrainableBackendWebGPU,
  places: readonly Place[],
): { tensors: NamedTensors; copies: Copy[] } {
  const tensors: NamedTensors = {};
  const copies: Copy[] = [];
  for (const { name, shape, dtype, buffer } of places) {
    const info = backend.makeTensorInfo(shape, dtype);
    const to = backend.bufferManager.acquireBuffer(buffer.size, TENSOR_USAGE);
    backend.tensorMap.get(info.dataId).resource = to;
    tensors[name] = engine().makeTensorFromTensorInfo(info);
    copies.push({ from: buffer, to });
  }
  return { tensors, copies };
}

function placeFor(backend: TrainableBackendWebGPU, given: NamedTensors): NamedTensors {
  const own: NamedTensors = {};
  for (const [name, { shape, dtype }] of Object.entries(given)) {
    const info = backend.makeTensorInfo(shape, dtype);
    backend.buffer(info);
    own[name] = engine().makeTensorFromTensorInfo(info);
  }
  return own;
}

function placesOf(backend: TrainableBackendWebGPU, tensors: NamedTensors): Place[] {
  return Object.entries(tensors).map(([name, { shape, dtype, dataId }]) => ({
    name,
    shape,
    dtype,
    buffer: backend.tensorMap.get(dataId).resource as GPUBuffer,
  }));
}
