/**
 * Small buffers that are written once and never again, found by their contents: uniforms, scalars, tables. So a step
 * uploads nothing that an earlier one has, and the same bind groups come up again.
 */
export class Constants {
  private readonly device: GPUDevice;
  private readonly kept = new Map<string, GPUBuffer>();

  constructor(device: GPUDevice) {
    this.device = device;
  }

  /** A buffer with these words, which belongs to this store; `undefined` when it is full. */
  find(words: Uint32Array<ArrayBuffer>, usage: number): GPUBuffer | undefined {
    const key = `${usage}:${words.join()}`;
    const found = this.kept.get(key);
    if (found || this.kept.size >= MOST) return found;
    return this.named(key, () => words, usage);
  }

  /** A buffer with the words that are made for this name when it is asked for the first time. */
  named(name: string, make: () => Uint32Array<ArrayBuffer>, usage: number): GPUBuffer {
    const found = this.kept.get(name);
    if (found) return found;
    const words = make();
    const buffer = this.device.createBuffer({ size: words.byteLength, usage: usage | GPUBufferUsage.COPY_DST });
    this.device.queue.writeBuffer(buffer, 0, words);
    this.kept.set(name, buffer);
    return buffer;
  }

  dispose(): void {
    for (const buffer of this.kept.values()) buffer.destroy();
    this.kept.clear();
  }
}

/** Enough for the shapes of many networks; beyond it, whatever changes each time would fill the memory. */
const MOST = 8192;
