/** Numbers of kernels that are computed anew each time that a step is played, one after the other in one buffer. */
export class ChangingNumbers {
  private readonly device: GPUDevice;
  private readonly slots: Slot[] = [];
  private readonly alignment: number;
  private buffers: { buffer: GPUBuffer; words: Uint32Array<ArrayBuffer>; used: number }[] = [];

  constructor(device: GPUDevice) {
    this.device = device;
    this.alignment = device.limits.minUniformBufferOffsetAlignment;
  }

  /** A uniform of its own for what `wordsOf` makes of these attributes, and of those that `again` gives. */
  add<Attributes extends object>(
    attributes: Attributes,
    again: () => Attributes,
    wordsOf: (attributes: Attributes) => Uint32Array<ArrayBuffer>,
  ): GPUBufferBinding {
    const words = wordsOf(attributes);
    const size = words.byteLength;
    const place = this.placeFor(size);
    this.device.queue.writeBuffer(place.buffer, place.offset, words);
    this.slots.push({ again, wordsOf: wordsOf as Slot['wordsOf'], target: place.words });
    return { buffer: place.buffer, offset: place.offset, size };
  }

  /** Computes all of them anew, each function once, in the order in which they came, and brings them to the GPU. */
  renew(): void {
    const now = new Map<Slot['again'], object>();
    for (const { again, wordsOf, target } of this.slots) {
      const attributes = now.get(again) ?? again();
      now.set(again, attributes);
      target.set(wordsOf(attributes));
    }
    for (const { buffer, words, used } of this.buffers)
      this.device.queue.writeBuffer(buffer, 0, words, 0, Math.min(used / 4, words.length));
  }

  has(buffer: GPUBuffer): boolean {
    return this.buffers.some((each) => each.buffer === buffer);
  }

  dispose(): void {
    for (const { buffer } of this.buffers) buffer.destroy();
    this.buffers = [];
    this.slots.length = 0;
  }

  private placeFor(size: number): { buffer: GPUBuffer; offset: number; words: Uint32Array<ArrayBuffer> } {
    let last = this.buffers.at(-1);
    if (!last || last.used + size > last.buffer.size) {
      const bytes = Math.max(SIZE, size);
      const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
      const buffer = this.device.createBuffer({ size: bytes, usage });
      last = { buffer, words: new Uint32Array(bytes / 4), used: 0 };
      this.buffers.push(last);
    }
    const offset = last.used;
    last.used = Math.ceil((offset + size) / this.alignment) * this.alignment;
    return { buffer: last.buffer, offset, words: last.words.subarray(offset / 4, (offset + size) / 4) };
  }
}

type Slot = {
  again: () => object;
  wordsOf: (attributes: object) => Uint32Array<ArrayBuffer>;
  /** Where its words are in those of the buffer. */
  target: Uint32Array<ArrayBuffer>;
};

/** Bytes of a buffer: 256 uniforms where they begin at multiples of 256, as on most GPUs. */
const SIZE = 2 ** 16;
