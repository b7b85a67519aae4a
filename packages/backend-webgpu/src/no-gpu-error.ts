/** There is no WebGPU here, or no GPU that it can use; the message is one line. */
export class NoGpuError extends Error {
  /** What distinguishes it from other errors where `instanceof` cannot, as between two copies of the package. */
  override readonly name = 'NoGpuError';
  /** The same word as of other engines that are there and lack something. */
  readonly code = 'NOT_SET_UP';
  /** In a few words that continue "webgpu is". */
  readonly reason: string;

  /** For a reason in a few words that continue "webgpu is". */
  constructor(reason: string) {
    super(`Expected a GPU that WebGPU can use, got none: webgpu is ${reason}.`);
    this.reason = reason;
    // TensorFlow.js prints the stack as its warning; where it was asked for helps nobody.
    this.stack = this.message;
  }
}
