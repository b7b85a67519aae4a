/** An engine by our name: `native` is TensorFlow's own library in Node, `wasm` ours, the others are TensorFlow.js's. */
export type EngineName = 'native' | 'webgpu' | 'webgl' | 'wasm' | 'cpu';

/** An engine that was not chosen, and why, in a few words. */
export type PassedOver = {
  /** Which one. */
  readonly name: EngineName;
  /** What `is` comes before: `not installed`. */
  readonly reason: string;
};

/** The engine that TensorFlow.js runs on now. */
export type Engine = {
  /** Which one. */
  readonly name: EngineName;
  /** TensorFlow.js's name for it. */
  readonly backend: string;
  /** How many compute; 1 for an engine without threads. */
  readonly threads: number;
  /** Such as `wasm, 2 threads, SIMD with FMA`. */
  readonly description: string;
  /** The engines that would have come first. */
  readonly passedOver: readonly PassedOver[];
};

/** An engine that was asked for by its name does not work here, or none does; the message is one line. */
export class EngineError extends Error {
  /** What distinguishes it from other errors where `instanceof` cannot, as between two copies of the package. */
  override readonly name = 'EngineError';
  /** The engines that were tried, and why each is not used. */
  readonly passedOver: readonly PassedOver[];

  /**
   * An error of one line.
   *
   * @param message what was expected, what there was, and what to do
   * @param passedOver the engines that were tried
   */
  constructor(message: string, passedOver: readonly PassedOver[] = []) {
    super(message);
    this.passedOver = passedOver;
  }
}
