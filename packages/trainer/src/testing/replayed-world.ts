import type { World } from '../world.ts';

/** A rank came to where it needs what another one has not contributed yet. */
class NotYet extends Error {}

/**
 * Runs several ranks in one process, though their calls do not await: a rank that needs what others have not contributed
 * yet is broken off, and runs again from its beginning when they have. What it contributed before must come again.
 */
export async function replayRanks<Result>(size: number, run: (world: World) => Promise<Result>): Promise<Result[]> {
  const calls: unknown[][] = []; // what each rank contributed to each call
  const results = new Map<number, Result>();
  while (results.size < size)
    for (let rank = 0; rank < size; rank++) {
      if (results.has(rank)) continue;
      try {
        results.set(rank, await run(worldOf(rank, size, calls)));
      } catch (error) {
        if (!(error instanceof NotYet)) throw error;
      }
    }
  return Array.from({ length: size }, (_, rank) => results.get(rank) as Result);
}

function worldOf(rank: number, size: number, calls: unknown[][]): World {
  let next = 0;
  function exchange<Own>(own: Own): Own[] {
    calls[next] ??= [];
    const call = calls[next++] as Own[];
    call[rank] = own;
    if (Object.keys(call).length < size) throw new NotYet();
    return call;
  }
  const copies = (buffers: readonly Float32Array[]) => buffers.map((buffer) => buffer.slice());
  return {
    rank,
    size,
    allReduceMean(buffers) {
      const all = exchange(copies(buffers));
      buffers.forEach((buffer, which) => {
        buffer.fill(0);
        for (const of of all)
          of[which]?.forEach((value, i) => {
            buffer[i] = (buffer[i] as number) + value;
          });
        buffer.forEach((sum, i) => {
          buffer[i] = sum / size;
        });
      });
    },
    broadcast(buffers) {
      const [first] = exchange(copies(buffers));
      buffers.forEach((buffer, which) => {
        buffer.set(first?.[which] as Float32Array);
      });
    },
    allGather: (text) => exchange(text),
  };
}
