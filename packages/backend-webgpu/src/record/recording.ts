import { dispose, engine, type Tensor } from '@tensorflow/tfjs-core';
import type { TrainableBackendWebGPU } from '../backend.ts';
import { type Binding, bufferOf } from '../run/bind-groups.ts';
import type { BufferPool } from '../run/buffer-pool.ts';
import type { Pipeline } from '../run/pipelines.ts';
import { ChangingNumbers } from './changing-numbers.ts';
import { RecordingPool } from './recording-pool.ts';

/** What the GPU is asked for, ready to be asked again. */
export type Command =
  | { pipeline: GPUComputePipeline; group: GPUBindGroup; grid: readonly [number, number, number] }
  | { from: GPUBuffer; to: GPUBuffer }
  | Stop;

/** Where a step waits for JavaScript, which reads float32 values, changes them, and writes them elsewhere. */
export type Stop = {
  change: (values: readonly Float32Array[]) => void;
  taken: readonly GPUBuffer[];
  given: readonly GPUBuffer[];
};

/** A command in words that do not depend on where the recording's own tensors are: those of two recordings compare. */
export type Note = { shader: string; id: number; grid: string; bindings: string };

/**
 * The commands of a step that runs while they are noted, and everything that belongs to them: the places of the tensors
 * that it makes, which nothing else uses, and the values that it brought to the GPU.
 */
export class Recording {
  readonly commands: Command[] = [];
  readonly notes: Note[] = [];
  /** The values that the step brought to the GPU, in its order. */
  readonly uploads: Uint32Array<ArrayBuffer>[] = [];
  readonly numbers: ChangingNumbers;
  readonly pool: RecordingPool;
  /** Where tensors live that are not the recording's. */
  readonly outer: BufferPool;
  /** Why it cannot be played. */
  refusal: string | undefined;
  private readonly backend: TrainableBackendWebGPU;
  private readonly madeHere = new Set<object>();
  /** The tensors from before the step that it uses, and where they are. */
  private readonly outside = new Map<object, GPUBuffer>();
  /** Those of them that it changes. */
  private readonly changed = new Set<object>();
  private readonly names = new Map<GPUBuffer, string>();
  private isNoting = false;
  /** Buffers that hold uploads: nothing else is ever in them. */
  private readonly constants = new Set<GPUBuffer>();

  constructor(backend: TrainableBackendWebGPU) {
    const { device, bufferManager } = backend;
    this.backend = backend;
    this.outer = bufferManager;
    this.pool = new RecordingPool(device, bufferManager, () => this.refuse('it frees tensors from before it'));
    this.numbers = new ChangingNumbers(device);
  }

  /** Runs a part of the step, noted. @returns what `work` returns */
  note<Result>(work: () => Result): Result {
    this.enter();
    this.isNoting = true;
    try {
      return work();
    } finally {
      this.isNoting = false;
      this.leave();
    }
  }

  /** Runs what belongs to the recording without noting it. */
  within<Result>(work: () => Result): Result {
    this.enter();
    try {
      return work();
    } finally {
      this.leave();
    }
  }

  /** Runs what does not belong to the recording while a part of the step is noted. */
  private apart<Result>(work: () => Result): Result {
    this.leave();
    try {
      return work();
    } finally {
      this.enter();
    }
  }

  private enter(): void {
    this.backend.flush(); // what waits to be freed belongs to the outer pool
    this.backend.recording = this;
    this.backend.bufferManager = this.pool;
  }

  private leave(): void {
    this.backend.flush();
    this.backend.recording = undefined;
    this.backend.bufferManager = this.outer;
  }

  /** Remembers the first reason. */
  refuse(reason: string): void {
    if (this.isNoting) this.refusal ??= reason;
  }

  makes(dataId: object): void {
    this.madeHere.add(dataId);
  }

  made(dataId: object): boolean {
    return this.madeHere.has(dataId);
  }

  uses(dataId: object, buffer: GPUBuffer): void {
    if (!this.madeHere.has(dataId)) this.outside.set(dataId, buffer);
  }

  writes(dataId: object): void {
    if (!this.madeHere.has(dataId)) this.changed.add(dataId);
  }

  /** A buffer with these words that nothing writes into. */
  constant(words: Uint32Array<ArrayBuffer>, usage: number): GPUBuffer {
    // A new one: what is free may be in commands that come before.
    const buffer = this.pool.acquireBuffer(words.byteLength, usage | GPUBufferUsage.COPY_DST, false, false);
    this.backend.queue.writeBuffer(buffer, 0, words);
    this.names.set(buffer, `upload ${this.uploads.length}`);
    this.constants.add(buffer);
    this.uploads.push(words.slice()); // the array may be changed before the second recording
    return buffer;
  }

  /** A uniform that is computed anew each time. */
  changing<Attributes extends object>(
    attributes: Attributes,
    again: () => Attributes,
    wordsOf: (attributes: Attributes) => Uint32Array<ArrayBuffer>,
  ): GPUBufferBinding {
    return this.numbers.add(attributes, again, wordsOf);
  }

  dispatch(pipeline: Pipeline, bindings: readonly Binding[], grid: readonly [number, number, number]): GPUBindGroup {
    const group = this.backend.bindGroups.make(pipeline, bindings);
    if (!this.isNoting) return group;
    this.commands.push({ pipeline: pipeline.pipeline, group, grid });
    const { id, pipeline: compiled } = pipeline;
    const names = bindings.map((each) => this.nameOf(each)).join();
    this.notes.push({ shader: compiled.label, id, grid: grid.join(), bindings: names });
    return group;
  }

  copy(from: GPUBuffer, to: GPUBuffer): void {
    if (!this.isNoting) return;
    this.commands.push({ from, to });
    this.notes.push({ shader: 'copy', id: -1, grid: '', bindings: [from, to].map((each) => this.nameOf(each)).join() });
  }

  /**
   * Has JavaScript change values in the middle of the step.
   *
   * @param tensors taken over
   * @returns as many new ones
   */
  stop(tensors: readonly Tensor[], change: Stop['change']): Tensor[] {
    const { backend } = this;
    const taken = tensors.map((tensor) => backend.buffer(tensor));
    const values = this.apart(() => backend.readNow(taken));
    dispose([...tensors]);
    change(values);
    const changed = tensors.map(({ shape }) => backend.makeTensorInfo(shape, 'float32'));
    const given = changed.map((each) => backend.buffer(each));
    for (const [i, buffer] of given.entries())
      backend.queue.writeBuffer(buffer, 0, values[i] as Float32Array<ArrayBuffer>);
    this.commands.push({ change, taken, given });
    const bindings = [...taken, ...given].map((each) => this.nameOf(each)).join();
    this.notes.push({ shader: 'JavaScript', id: -2, grid: String(taken.length), bindings });
    return changed.map((each) => engine().makeTensorFromTensorInfo(each));
  }

  private nameOf(binding: Binding): string {
    const buffer = bufferOf(binding);
    const offset = ('buffer' in binding && binding.offset) || 0;
    let name = this.names.get(buffer);
    if (name === undefined) {
      const isOurs = this.pool.owns(buffer) || this.numbers.has(buffer);
      name = isOurs ? `own ${this.names.size}` : `outside ${this.backend.bindGroups.nameOf(buffer)}`;
      this.names.set(buffer, name);
    }
    return `${name} at ${offset}`;
  }

  /** How many buffers hold tensors that the step has made and nobody has freed. */
  get alive(): number {
    return this.pool.usedCount - this.constants.size;
  }

  /** Whether the tensors from before the step are where they were. */
  get isUpToDate(): boolean {
    const { tensorMap } = this.backend;
    for (const [dataId, buffer] of this.outside)
      if (!tensorMap.has(dataId) || tensorMap.get(dataId).resource !== buffer) return false;
    return true;
  }

  /** Forgets what JavaScript knew of the values of the tensors that the commands change. */
  forgetValues(): void {
    for (const dataId of this.changed) this.backend.tensorMap.get(dataId).values = null;
  }

  /** To be called once when the notes are complete: what was needed for making them is freed. */
  finish(): void {
    this.madeHere.clear();
    this.names.clear();
  }

  /** Frees everything but tensors of the step that are alive, which stay as usual ones. */
  dispose(): void {
    const { tensorMap } = this.backend;
    for (const dataId of this.madeHere) {
      const data = tensorMap.has(dataId) ? tensorMap.get(dataId) : undefined;
      const { resource } = data ?? {};
      if (!data?.isConstant || !(resource instanceof GPUBuffer) || !this.constants.delete(resource)) continue;
      data.isConstant = false;
    }
    for (const buffer of this.constants) this.pool.releaseBuffer(buffer);
    this.outer.takeOver(this.pool);
    this.numbers.dispose();
    this.commands.length = 0;
  }
}
