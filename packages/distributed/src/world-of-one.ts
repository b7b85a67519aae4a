import type { World } from './world.ts';

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
