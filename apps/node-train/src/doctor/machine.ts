import { arch, availableParallelism, cpus, freemem, loadavg, platform, totalmem } from 'node:os';
import type { Machine } from './diagnosis.ts';

/** The machine as the system reports it; in a container with its limits. */
export function examineMachine(): Machine {
  // 0 or absurdly large where there is no limit.
  const limit = process.constrainedMemory();
  const memory = limit > 0 && limit < totalmem() ? limit : totalmem();
  return {
    node: process.versions.node,
    platform: `${platform()} ${arch()}`,
    processor: cpus()[0]?.model.trim().replace(/\s+/g, ' ') || 'unknown',
    cores: availableParallelism(),
    memory,
    freeMemory: Math.min(memory, freemem()),
    load: loadavg()[0] ?? 0,
  };
}
