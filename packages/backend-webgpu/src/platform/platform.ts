/** What differs between Node and a page: `#platform` in package.json says which of the two is loaded. */
export type Platform = {
  /**
   * The WebGPU of this place, or the one that was chosen, with the names that belong to it in the global scope.
   *
   * @throws in one line where there is none, with what to do
   */
  gpu(chosen: GPU | undefined): Promise<GPU>;
  /** Lets the stock backend's constructor find the page that it asks for. */
  inItsPage<Result>(work: () => Result): Result;
  /** Calls `start`, which asks the GPU for something that it gives later. */
  asking<Result>(start: () => Result): Result;
  /** Waits for what was asked for, and does meanwhile what this place needs to bring it about. */
  awaiting<Result>(queue: GPUQueue, asked: Promise<Result>): Promise<Result>;
  /**
   * Waits without giving the event loop a turn until `isDone`, which what was asked for brings about. Missing in a page,
   * where nothing can wait so.
   */
  waitUntil?(isDone: () => boolean): void;
};
