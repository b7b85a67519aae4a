import { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { allocateScratch, type Scratch } from './memory/scratch.ts';
import type { StockModule } from './memory/stock-module.ts';
import type { Threads } from './threads/threads.ts';

/** The stock backend, with threads that run our kernels on its memory. */
export class TrainableBackendWasm extends BackendWasm {
  readonly threads: Threads;
  readonly scratch: Scratch;
  private readonly memory_: WebAssembly.Memory;
  private readonly whenDisposed: () => void;

  constructor({ module, memory }: StockModule, threads: Threads, whenDisposed: () => void = () => {}) {
    super(module);
    this.memory_ = memory;
    this.threads = threads;
    this.scratch = allocateScratch(module, threads.count);
    this.whenDisposed = whenDisposed;
  }

  /** Where a tensor's values begin, in bytes; above 2 GB too. */
  addressOf(tensor: TensorInfo): number {
    return this.dataIdMap.get(tensor.dataId).memoryOffset >>> 0;
  }

  /** The memory's bytes as they are now: a view is stale once the memory has grown. */
  get bytes(): ArrayBufferLike {
    return this.memory_.buffer;
  }

  override dispose(): void {
    void this.threads.stop();
    super.dispose();
    this.whenDisposed();
  }
}
