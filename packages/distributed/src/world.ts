/** A process among several that do the same work; all of them call the same functions in the same order. */
export type World = {
  /** This process's number, from 0. */
  readonly rank: number;
  /** How many processes there are. */
  readonly size: number;
  /** The MPI library, as it names itself: `Open MPI 4.1.4`; null in a world of one without MPI. */
  readonly library: string | null;
  /**
   * Replaces each value by its mean over the ranks, their sum times 1 / size in float32, in place; every rank gets the same
   * bits. Waits for all ranks.
   */
  allReduceMean(buffers: readonly Float32Array[]): void;
  /** Fills the buffers with those of rank 0, in place. */
  broadcast(buffers: readonly Float32Array[]): void;
  /** The texts of all ranks, by rank. Waits for all ranks. */
  allGather(text: string): string[];
  /** Waits until every rank is here. */
  barrier(): void;
  /** Leaves the world cleanly: the last call, made by every rank. Processes continue on their own. */
  close(): void;
  /** Ends the processes of all ranks at once, also those that wait for this one. */
  abort(exitCode: number): never;
};

/** The world of a process that was started by itself: nobody to wait for, and nothing to load. */
export function worldOfOne(): World {
  return {
    rank: 0,
    size: 1,
    library: null,
    allReduceMean() {},
    broadcast() {},
    allGather: (text) => [text],
    barrier() {},
    close() {},
    abort: (exitCode) => process.exit(exitCode),
  };
}
