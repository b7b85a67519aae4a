import { KernelOutputs } from '@pix2pix-ts/common/kernel-outputs';
import { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { type BackendValues, type DataId, DataStorage, engine, type TensorInfo } from '@tensorflow/tfjs-core';
import { allocateScratch, type Scratch } from './memory/scratch.ts';
import type { StockModule } from './memory/stock-module.ts';
import type { Threads } from './threads/threads.ts';

/** The stock backend, with threads that run our kernels on its memory. */
export class TrainableBackendWasm extends BackendWasm {
  readonly threads: Threads;
  readonly scratch: Scratch;
  private readonly memory_: WebAssembly.Memory;
  private readonly outputs = new KernelOutputs((dataId) => this.disposeData(dataId, true));
  private readonly whenDisposed: () => void;

  constructor({ module, memory }: StockModule, threads: Threads, whenDisposed: () => void = () => {}) {
    super(module);
    this.dataIdMap = new DataStorage(this, { moveData });
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

  override makeOutput(...given: Parameters<BackendWasm['makeOutput']>): TensorInfo {
    return this.outputs.add(super.makeOutput(...given));
  }

  /** Runs a kernel. If it throws, as it does where memory has run out, the tensors that it had made are freed. */
  attempt<Result>(run: () => Result): Result {
    return this.outputs.attempt(run);
  }

  /** @throws in one line if the backend has been removed, and its tensors with it */
  override readSync(dataId: DataId, start?: number, end?: number): BackendValues {
    if (this.isDisposed) throw new Error(READ_TOO_LATE);
    return super.readSync(dataId as object, start, end) as BackendValues;
  }

  override disposeData(dataId: DataId, force?: boolean): boolean {
    return this.isDisposed || super.disposeData(dataId, force);
  }

  override dispose(): void {
    if (this.isDisposed) return;
    void this.threads.stop();
    super.dispose();
    this.whenDisposed();
  }

  private get isDisposed(): boolean {
    return (this.wasm as unknown) === null;
  }
}

/** Asked where a tensor's values are not here: they are on another backend, or gone. */
function moveData(here: TrainableBackendWasm, dataId: DataId): void {
  if (!engine().state.tensorInfo.has(dataId)) throw new Error(USED_TOO_LATE);
  engine().moveData(here, dataId);
}

const USED_TOO_LATE = 'Expected a tensor with values, got one that has been disposed. Dispose it after its last use.';
const READ_TOO_LATE =
  'Expected a tensor of a running backend, got one whose backend has been removed. Read it before removeBackend.';
