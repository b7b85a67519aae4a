import { changeInMemory, type NamedTensors } from '@pix2pix-ts/ops';

/**
 * The processes that train one model together, each on its share of every batch. `@pix2pix-ts/distributed` opens one over
 * MPI; anything of this shape will do. All ranks call the same functions in the same order.
 */
export type World = {
  /** This process's number, from 0. */
  readonly rank: number;
  /** How many processes there are. */
  readonly size: number;
  /** Replaces each value by its mean over the ranks, in place; every rank gets the same bits. */
  allReduceMean(buffers: readonly Float32Array[]): void;
  /** Fills the buffers with those of rank 0, in place. */
  broadcast(buffers: readonly Float32Array[]): void;
  /** The texts of all ranks, by rank. */
  allGather(text: string): string[];
};

/** A process that trains alone. */
export const ALONE: World = {
  rank: 0,
  size: 1,
  allReduceMean() {},
  broadcast() {},
  allGather: (text) => [text],
};

/** Of each flag, whether any rank has it: what one process alone sees, such as a signal, must be decided by all. */
export function anyRank(world: World, ...flags: readonly boolean[]): boolean[] {
  if (world.size === 1) return [...flags];
  const shares = Float32Array.from(flags, Number);
  world.allReduceMean([shares]);
  return Array.from(shares, (share) => share > 0);
}

/**
 * The mean of each tensor over the ranks. For gradients it is that of the full batch where the shares are of equal size.
 *
 * @param tensors taken over
 * @returns tensors owned by the caller, the same bits on every rank.
 */
export function averageTensors(world: World, tensors: NamedTensors): NamedTensors {
  return world.size === 1 ? tensors : changeInMemory(tensors, (values) => world.allReduceMean(values));
}

/**
 * The tensors of rank 0.
 *
 * @param tensors of the same names and shapes on every rank, taken over
 * @returns tensors owned by the caller.
 */
export function broadcastTensors(world: World, tensors: NamedTensors): NamedTensors {
  return world.size === 1 ? tensors : changeInMemory(tensors, (values) => world.broadcast(values));
}
