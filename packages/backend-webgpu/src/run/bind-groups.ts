import type { Pipeline } from './pipelines.ts';

/** A buffer, or a part of one. */
export type Binding = GPUBuffer | GPUBufferBinding;

export const bufferOf = (binding: Binding): GPUBuffer => ('buffer' in binding ? binding.buffer : binding);

/** Bind groups by their pipeline and buffers: a step asks for the same ones as the step before it. */
export class BindGroups {
  private readonly device: GPUDevice;
  private readonly kept = new Map<string, GPUBindGroup>();
  private readonly names = new WeakMap<GPUBuffer, number>();
  private namesGiven = 0;

  constructor(device: GPUDevice) {
    this.device = device;
  }

  /** Bindings 0, 1, ... are these buffers. */
  find(pipeline: Pipeline, bindings: readonly Binding[]): GPUBindGroup {
    let key = String(pipeline.id);
    for (const binding of bindings) key += `,${this.nameOf(bufferOf(binding))}${offsetOf(binding)}`;
    const found = this.kept.get(key);
    if (found) return found;
    if (this.kept.size >= MOST) this.kept.clear();
    const group = this.make(pipeline, bindings);
    this.kept.set(key, group);
    return group;
  }

  /** The same without a place here: whoever asks keeps it. */
  make({ layout }: Pipeline, bindings: readonly Binding[]): GPUBindGroup {
    const entries = bindings.map((given, binding) => ({
      binding,
      resource: 'buffer' in given ? given : { buffer: given },
    }));
    return this.device.createBindGroup({ layout, entries });
  }

  /** To be called when a buffer is destroyed: a bind group would keep its memory. */
  clear(): void {
    this.kept.clear();
  }

  /** A number that no other buffer of this device has. */
  nameOf(buffer: GPUBuffer): number {
    const name = this.names.get(buffer) ?? this.namesGiven++;
    this.names.set(buffer, name);
    return name;
  }
}

const offsetOf = (binding: Binding) => ('buffer' in binding && binding.offset ? `+${binding.offset}` : '');

/** Several steps' worth of a large model. */
const MOST = 4096;
