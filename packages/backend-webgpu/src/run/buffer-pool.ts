import { platform } from '#platform';

/**
 * Buffers by size and use, kept for the next tensor of the same size. What is kept for later is bounded: beyond it the
 * buffers that have waited longest are destroyed. It stands in the place of the stock backend's, which keeps all for ever.
 */
export class BufferPool {
  /** Of buffers that hold something. */
  numBytesUsed = 0;
  /** Of all buffers that there are. */
  numBytesAllocated = 0;
  private readonly device: GPUDevice;
  /** Free buffers by their kind; the last one was freed last. */
  private readonly free = new Map<string, GPUBuffer[]>();
  /** Free ones in the order in which they were freed. */
  private readonly waiting = new Set<GPUBuffer>();
  private readonly used = new Set<GPUBuffer>();
  private freeBytes = 0;
  /** Those for which there was no memory: nothing can be written to them. */
  private readonly failed = new WeakSet<GPUBuffer>();
  /** Called before a buffer is destroyed. */
  private readonly onDestroy: (buffer: GPUBuffer) => void;
  /** Called when there was no memory for a buffer of so many bytes next to those that there were. */
  readonly onOutOfMemory: (bytes: number, allocated: number) => void;

  constructor(
    device: GPUDevice,
    onDestroy: (buffer: GPUBuffer) => void,
    onOutOfMemory: (bytes: number, allocated: number) => void,
  ) {
    this.device = device;
    this.onDestroy = onDestroy;
    this.onOutOfMemory = onOutOfMemory;
  }

  /** A buffer whose contents are those of its last use. */
  acquireBuffer(size: number, usage: number, mappedAtCreation = false, reuse = true): GPUBuffer {
    const found = reuse && !mappedAtCreation ? this.free.get(kind(size, usage))?.pop() : undefined;
    if (found) {
      this.waiting.delete(found);
      this.freeBytes -= size;
    } else this.numBytesAllocated += size;
    const buffer = found ?? this.create(size, usage, mappedAtCreation);
    this.used.add(buffer);
    this.numBytesUsed += size;
    return buffer;
  }

  releaseBuffer(buffer: GPUBuffer, reuse = true): void {
    if (!this.used.delete(buffer)) return;
    const { size, usage } = buffer;
    this.numBytesUsed -= size;
    if (!reuse || this.failed.has(buffer)) {
      this.destroy(buffer);
      return;
    }
    const key = kind(size, usage);
    const list = this.free.get(key);
    if (list) list.push(buffer);
    else this.free.set(key, [buffer]);
    this.waiting.add(buffer);
    this.freeBytes += size;
    this.trimAfterRelease();
  }

  protected trimAfterRelease(): void {
    this.trim(Math.max(KEPT_AT_LEAST, this.numBytesUsed));
  }

  /** Destroys free buffers, those first that have waited longest, until at most `bytes` are kept. */
  trim(bytes = 0): void {
    for (const buffer of this.waiting) {
      if (this.freeBytes <= bytes) return;
      this.waiting.delete(buffer);
      const list = this.free.get(kind(buffer.size, buffer.usage)) as GPUBuffer[];
      list.splice(list.indexOf(buffer), 1);
      this.freeBytes -= buffer.size;
      this.destroy(buffer);
    }
  }

  /** Whether the buffer comes from here and holds something. */
  owns(buffer: GPUBuffer): boolean {
    return this.used.has(buffer);
  }

  /** How many buffers hold something. */
  get usedCount(): number {
    return this.used.size;
  }

  /** Takes over the buffers of another pool that hold something; the other ones are destroyed. */
  takeOver(other: BufferPool): void {
    for (const buffer of other.used) {
      this.used.add(buffer);
      this.numBytesUsed += buffer.size;
      this.numBytesAllocated += buffer.size;
      other.numBytesAllocated -= buffer.size;
    }
    other.used.clear();
    other.dispose();
  }

  dispose(): void {
    this.trim();
    for (const buffer of this.used) this.destroy(buffer);
    this.used.clear();
    this.numBytesUsed = 0;
  }

  private create(size: number, usage: number, mappedAtCreation: boolean): GPUBuffer {
    this.device.pushErrorScope('out-of-memory');
    const buffer = this.device.createBuffer({ size, usage, mappedAtCreation });
    const inUse = this.numBytesAllocated - size;
    const whenNone = (error: GPUError | null) => {
      if (!error) return;
      this.failed.add(buffer);
      this.onOutOfMemory(size, inUse);
    };
    platform.asking(() => this.device.popErrorScope()).then(whenNone, () => {}); // a lost device is told elsewhere
    return buffer;
  }

  private destroy(buffer: GPUBuffer): void {
    this.onDestroy(buffer);
    this.numBytesAllocated -= buffer.size;
    buffer.destroy();
  }
}

/** Free buffers of so many bytes are kept however little is in use. */
const KEPT_AT_LEAST = 2 ** 28;

const kind = (size: number, usage: number) => `${size} ${usage}`;
