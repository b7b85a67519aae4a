import { dispose, type Tensor } from '@tensorflow/tfjs-core';
import { hasVariable, hideVariables, tensorOfVariable, watchVariables } from '../kernels/variables.ts';
import type { Attribute, Binding, Handle, NodeBackend } from '../node-backend.ts';

/**
 * Where a value comes from; the number is that of a call and of its output, or a place in one of a recording's lists.
 * `stop` is what JavaScript has made of a value in the middle, the values of all stops counted.
 */
export type Reference =
  | `${'input' | 'constant' | 'changing' | 'outside' | 'variable' | 'stop'} ${number}`
  | `call ${number}:${number}`;

/** One operation that was asked for. */
export type Call = {
  readonly operation: string;
  readonly attributes: readonly Attribute[];
  readonly inputs: readonly Reference[];
  readonly outputs: readonly Pick<Handle, 'shape' | 'dtype'>[];
};

/** A tensor that was made from values. */
export type Constant = { readonly shape: readonly number[]; readonly dtype: number; readonly bytes: Uint8Array };

/** Values that are computed anew each time. */
export type ChangingValues = {
  readonly again: () => object;
  readonly valuesOf: (attributes: object) => Float32Array;
  readonly shape: readonly number[];
};

/** Where a step waits for JavaScript, which changes float32 values in the middle. */
export type Stop = {
  /** How many calls come before it. */
  readonly place: number;
  readonly values: readonly { readonly reference: Reference; readonly shape: readonly number[] }[];
  readonly change: (values: readonly Float32Array[]) => void;
};

const active = new WeakMap<NodeBackend, Recording>();

/** The recording that is being made on this backend. */
export function recordingOf(backend: NodeBackend): Recording | undefined {
  return active.get(backend);
}

/**
 * What a step asks TensorFlow for, in words that do not depend on the handles: those of two recordings compare. Tensors from
 * before the step are known by their data, whatever handle they have later.
 */
export class Recording {
  readonly calls: Call[] = [];
  readonly constants: Constant[] = [];
  readonly changing: ChangingValues[] = [];
  readonly stops: Stop[] = [];
  /** The types of the inputs. */
  readonly inputs: number[] = [];
  /** Tensors from before the step that it uses as they are, by their data, and their types. */
  readonly outside: { readonly dataId: object; readonly dtype: number }[] = [];
  /** Tensors from before the step that have a variable, by their data. */
  readonly variables: object[] = [];
  /** Why it cannot be run as a function. */
  refusal: string | undefined;
  private readonly backend: NodeBackend;
  /** The addon, which notes nothing. */
  private readonly binding: Binding;
  private readonly references = new Map<number, Reference>();
  /** The data of tensors that the step has made and that are not freed. */
  private readonly made = new Set<object>();

  constructor(backend: NodeBackend) {
    this.backend = backend;
    this.binding = backend.binding;
  }

  /** Names the tensors that a step is given. */
  takes(tensors: readonly Tensor[]): void {
    for (const [i, id] of this.backend.getInputTensorIds(tensors).entries()) this.references.set(id, `input ${i}`);
    for (const { dataId } of tensors) this.inputs.push(this.backend.tensorMap.get(dataId).dtype);
  }

  /** Runs a step and notes what it asks for. @returns what `work` returns */
  note<Result>(work: () => Result): Result {
    const { backend } = this;
    watchVariables(backend); // before anything is put in the place of the backend's functions
    hideVariables(backend); // so that each use of one reads it
    const restore = this.listen();
    active.set(backend, this);
    try {
      return work();
    } finally {
      active.delete(backend);
      restore();
    }
  }

  /** Remembers the first reason. */
  refuse(reason: string): void {
    this.refusal ??= reason;
  }

  /** Lets a constant be computed anew, where its attributes know how. */
  changes<Attributes extends object>(
    { id, shape }: Handle,
    attributes: Attributes,
    valuesOf: (attributes: Attributes) => Float32Array,
  ): void {
    const { again } = attributes as { again?: () => object };
    if (again === undefined) return;
    this.constants.pop(); // the last one, which was just made
    this.references.set(id, `changing ${this.changing.length}`);
    this.changing.push({ again, valuesOf: valuesOf as ChangingValues['valuesOf'], shape });
  }

  /**
   * Changes values in the middle of the step.
   *
   * @param tensors taken over
   * @returns as many new ones
   */
  changesInMemory(tensors: readonly Tensor[], change: Stop['change']): Tensor[] {
    const { backend, binding } = this;
    const references = this.referencesTo(tensors);
    const shapes = tensors.map(({ shape }) => [...shape]);
    const place = this.calls.length;
    const before = this.stops.reduce((count, stop) => count + stop.values.length, 0);
    const arrays = tensors.map((tensor) => {
      const [id] = backend.getInputTensorIds([tensor]) as [number];
      const values = binding.tensorDataSync(id) as Float32Array;
      dispose(tensor); // at once: a network's gradients are hundreds of megabytes
      return values;
    });
    change(arrays);
    const values = references.map((reference, i) => ({ reference, shape: shapes[i] as number[] }));
    this.stops.push({ place, values, change });
    return arrays.map((array, i) => {
      const [shape, dtype] = [shapes[i] as number[], binding.TF_FLOAT as number];
      const id = binding.createTensor(shape, dtype, array);
      this.references.set(id, `stop ${before + i}`);
      return backend.createOutputTensor({ id, shape, dtype });
    });
  }

  /** Where these tensors come from. To be asked while the step is noted. */
  referencesTo(tensors: readonly Tensor[]): Reference[] {
    return this.backend.getInputTensorIds(tensors).map((id) => this.referenceTo(id));
  }

  /** How many tensors the step has made, but for these, and nobody has freed. */
  leftBut(tensors: readonly Tensor[]): number {
    const returned = new Set(tensors.map(({ dataId }) => dataId as object));
    return [...this.made].filter((dataId) => !returned.has(dataId)).length;
  }

  /** Puts functions that note in the place of the backend's. @returns what undoes that */
  private listen(): () => void {
    const { backend, binding } = this;
    const own = Object.getOwnPropertyDescriptors(backend);
    const { getInputTensorIds, createOutputTensor, write, readSync, disposeData } = backend;
    backend.binding = this.notingBinding(binding);
    backend.getInputTensorIds = (tensors) => {
      for (const tensor of tensors) if ('dataId' in tensor) this.uses(tensor.dataId, binding);
      return getInputTensorIds.call(backend, tensors);
    };
    backend.createOutputTensor = (handle) => {
      const tensor = createOutputTensor.call(backend, handle);
      this.made.add(tensor.dataId);
      return tensor;
    };
    backend.write = (...given) => {
      const dataId = write.apply(backend, given);
      this.made.add(dataId);
      return dataId;
    };
    backend.readSync = (dataId) => {
      if (!this.made.has(dataId) || backend.tensorMap.get(dataId).values === null) this.refuse('it reads a tensor');
      return readSync.call(backend, dataId);
    };
    backend.disposeData = (dataId, force) => {
      const isGone = disposeData.call(backend, dataId, force);
      if (isGone && !this.made.delete(dataId)) this.refuse('it frees tensors from before it');
      return isGone;
    };
    return () => {
      for (const name of ['binding', 'getInputTensorIds', 'createOutputTensor', 'write', 'readSync', 'disposeData']) {
        const before = own[name];
        if (before) Object.defineProperty(backend, name, before);
        else Reflect.deleteProperty(backend, name);
      }
    };
  }

  private notingBinding(binding: Binding): Binding {
    const noting = {
      executeOp: (operation: string, attributes: readonly Attribute[], inputs: readonly number[], count: number) => {
        const references = inputs.map((id) => this.referenceTo(id));
        const outputs = binding.executeOp(operation, attributes, inputs, count);
        for (const [i, { id }] of outputs.entries()) this.references.set(id, `call ${this.calls.length}:${i}`);
        const described = outputs.map(({ shape, dtype }) => ({ shape, dtype }));
        this.calls.push({ operation, attributes: structuredClone(attributes), inputs: references, outputs: described });
        return outputs;
      },
      createTensor: (shape: readonly number[], dtype: number, values: Float32Array | Int32Array) => {
        const id = binding.createTensor(shape, dtype, values);
        this.references.set(id, `constant ${this.constants.length}`);
        this.constants.push({ shape: [...shape], dtype, bytes: this.bytesOf(values) });
        return id;
      },
    };
    // The addon's own can be neither written nor configured.
    return Object.create(binding, Object.getOwnPropertyDescriptors(noting));
  }

  private bytesOf(values: unknown): Uint8Array {
    if (ArrayBuffer.isView(values)) return new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
    this.refuse('it makes tensors of text');
    return new Uint8Array();
  }

  /** Remembers a tensor from before the step. */
  private uses(dataId: object, binding: Binding): void {
    const { backend } = this;
    if (this.made.has(dataId) || hasVariable(backend, dataId)) return;
    const data = backend.tensorMap.get(dataId);
    if (data.values !== null) {
      // Brought to TensorFlow only now: it is no constant of the step.
      data.id = binding.createTensor(data.shape, data.dtype, data.values as Float32Array);
      data.values = null;
    }
    if (this.references.has(data.id)) return;
    this.references.set(data.id, `outside ${this.outside.length}`);
    this.outside.push({ dataId, dtype: data.dtype });
  }

  private referenceTo(id: number): Reference {
    const known = this.references.get(id);
    if (known) return known;
    const dataId = tensorOfVariable(this.backend, id);
    if (dataId === undefined) this.refuse('it uses something of TensorFlow from before it that is no tensor');
    const reference: Reference = `variable ${this.variables.length}`;
    this.references.set(id, reference);
    this.variables.push(dataId ?? {});
    return reference;
  }
}
