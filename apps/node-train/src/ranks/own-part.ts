import { readdirSync } from 'node:fs';
import { availableParallelism, cpus, hostname } from 'node:os';
import type { World } from '@pix2pix-ts/distributed';

/** A rank's place among those of its machine. */
export type Place = { readonly place: number; readonly count: number };

/** This rank's place among those of its machine. */
export function placeOnMachine(world: World, machine: string = hostname()): Place {
  const machines = world.allGather(machine);
  const before = machines.slice(0, world.rank).filter((name) => name === machine);
  return { place: before.length, count: machines.filter((name) => name === machine).length };
}

/**
 * How many threads a rank takes where nobody says so: its part of the machine's cores. A launcher that binds ranks to
 * cores has divided them already; one that does not shows all of them to each.
 */
export function ownThreads({ count }: Place, cores = cpus().length, allowed = availableParallelism()): number {
  return Math.max(1, Math.min(allowed, Math.floor(cores / count)));
}

/**
 * The GPU of a rank, as CUDA_VISIBLE_DEVICES names it: its own out of those that are allowed, or of all of the machine's;
 * ranks beyond their number share. Undefined where there is none.
 */
export function ownGpu({ place }: Place, allowed: string | undefined, gpus: number): string | undefined {
  const names = allowed === undefined ? Array.from({ length: gpus }, (_, i) => String(i)) : allowed.split(',');
  return names[place % names.length];
}

/** Gives this rank its own GPU, before an engine looks for one. */
export function takeOwnGpu(place: Place, environment: NodeJS.ProcessEnv = process.env): void {
  const gpu = ownGpu(place, environment.CUDA_VISIBLE_DEVICES, countGpus());
  if (gpu !== undefined && place.count > 1) environment.CUDA_VISIBLE_DEVICES = gpu;
}

/** The NVIDIA GPUs of a Linux machine: `/dev/nvidia0`, `/dev/nvidia1`. */
function countGpus(): number {
  try {
    return readdirSync('/dev').filter((name) => /^nvidia\d+$/.test(name)).length;
  } catch {
    return 0;
  }
}
