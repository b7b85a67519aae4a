import type { MpiFunctions } from './mpi-functions.ts';
import type { World } from './world.ts';

/** MPI counts in signed 32-bit integers: longer buffers go in pieces. */
const MOST_VALUES = 2 ** 28;

/** Values that are scaled at once: with their factors they stay in a core's cache. */
const SCALED_VALUES = 2 ** 14;

/** The world of this process over MPI's functions, which are started by then. */
export function mpiWorld(mpi: MpiFunctions, library: string): World {
  const [rank, size] = [mpi.rank(), mpi.size()];
  const shares = new Float32Array(SCALED_VALUES).fill(1 / size);
  return {
    rank,
    size,
    library,
    allReduceMean(buffers) {
      for (const buffer of buffers) {
        for (const piece of pieces(buffer, MOST_VALUES)) mpi.sumInPlace(piece);
        for (const piece of pieces(buffer, SCALED_VALUES)) mpi.multiplyInPlace(piece, shares);
      }
    },
    broadcast(buffers) {
      for (const buffer of buffers) for (const piece of pieces(buffer, MOST_VALUES)) mpi.broadcast(piece);
    },
    allGather: (text) => gatherTexts(mpi, size, text),
    barrier: () => mpi.barrier(),
    close: () => mpi.finalize(),
    abort(exitCode) {
      mpi.abort(exitCode);
      process.exit(exitCode);
    },
  };
}

function* pieces(values: Float32Array, most: number): Iterable<Float32Array> {
  for (let start = 0; start < values.length; start += most) yield values.subarray(start, start + most);
}

/** First how long each text is, then all of them in places of the longest one's length. */
function gatherTexts(mpi: MpiFunctions, size: number, text: string): string[] {
  const own = new TextEncoder().encode(text);
  const lengths = new Uint32Array(size);
  mpi.gatherBytes(new Uint8Array(Uint32Array.of(own.length).buffer), new Uint8Array(lengths.buffer));
  const longest = Math.max(...lengths);
  const padded = new Uint8Array(longest);
  padded.set(own);
  const all = new Uint8Array(longest * size);
  if (longest > 0) mpi.gatherBytes(padded, all);
  const decoder = new TextDecoder();
  return [...lengths].map((length, rank) => decoder.decode(all.subarray(rank * longest, rank * longest + length)));
}
