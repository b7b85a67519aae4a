import type { DataId, TensorInfo } from '@tensorflow/tfjs-core';

/** The tensors that a backend makes while one of its kernels runs: they are freed if the kernel throws. */
export class KernelOutputs {
  private readonly free: (dataId: DataId) => void;
  /** Those of the kernel that runs. */
  private made: TensorInfo[] | undefined;

  /**
   * Watches over no kernel yet.
   *
   * @param free disposes of a tensor's values, whoever else refers to them
   */
  constructor(free: (dataId: DataId) => void) {
    this.free = free;
  }

  /** To be told of each tensor that the backend makes. */
  add(output: TensorInfo): TensorInfo {
    this.made?.push(output);
    return output;
  }

  /** Runs a kernel. If it throws, as it does where memory has run out, the tensors that it had made are freed. */
  attempt<Result>(run: () => Result): Result {
    const before = this.made;
    const made: TensorInfo[] = [];
    this.made = made;
    try {
      return run();
    } catch (error) {
      for (const { dataId } of made) this.free(dataId);
      throw error;
    } finally {
      this.made = before;
    }
  }
}
