import type { Pipeline } from './pipelines.ts';

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
  find({ id, layout }: Pipeline, buffers: readonly GPUBuffer[]): GPUBindGroup {
    let key = String(id);
    for (const buffer of buffers) key += `,${this.nameOf(buffer)}`;
    const found = this.kept.get(key);
    if (found) return found;
    if (this.kept.size >= MOST) this.kept.clear();
    const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
    const group = this.device.createBindGroup({ layout, entries });
    this.kept.set(key, group);
    return group;
  }

  /** To be called when a buffer is destroyed: a bind group would keep its memory. */
  clear(): void {
    this.kept.clear();
  }

  private nameOf(buffer: GPUBuffer): number {
    const name = this.names.get(buffer) ?? this.namesGiven++;
    this.names.set(buffer, name);
    return name;
  }
}

/** Several steps' worth of a large model. */
const MOST = 4096;
