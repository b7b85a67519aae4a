import type { MpiLibrary } from './load-library.ts';

/** The functions of MPI that a world needs, with the handles of the library in their places. */
export type MpiFunctions = {
  init(): void;
  rank(): number;
  size(): number;
  /** Sums in place over all ranks. */
  sumInPlace(values: Float32Array): void;
  /** Multiplies values by as many others, in place and on this rank alone: five times as fast as a loop here. */
  multiplyInPlace(values: Float32Array, factors: Float32Array): void;
  /** Fills these values with those of rank 0. */
  broadcast(values: Float32Array): void;
  /** `all` gets the bytes of every rank, one after the other. */
  gatherBytes(own: Uint8Array, all: Uint8Array): void;
  barrier(): void;
  finalize(): void;
  abort(exitCode: number): void;
};

/** Fixed by the MPICH ABI (mpich.org/abi), which its descendants share. */
const MPICH_HANDLES = {
  world: 0x44000000,
  float: 0x4c00040a,
  byte: 0x4c00010d,
  sum: 0x58000003,
  product: 0x58000004,
  inPlace: -1,
} as const;

/** MPI's own handles: addresses of a library's objects in Open MPI, numbers in MPICH. */
function handlesOf({ handle, family }: MpiLibrary) {
  if (family === 'MPICH') return MPICH_HANDLES;
  const address = (name: string) => handle.symbol(name, 'void *') as unknown;
  return {
    world: address('ompi_mpi_comm_world'),
    float: address('ompi_mpi_float'),
    byte: address('ompi_mpi_byte'),
    sum: address('ompi_mpi_op_sum'),
    product: address('ompi_mpi_op_prod'),
    inPlace: 1,
  };
}

/** Binds the functions. Errors of MPI itself end all processes, which is its default. */
export function bindFunctions(library: MpiLibrary): MpiFunctions {
  const handle = library.family === 'MPICH' ? 'int' : 'void *';
  const { world, float, byte, sum, product, inPlace } = handlesOf(library);
  const bind = (name: string, types: string[]) => library.handle.func(`MPI_${name}`, 'int', types);
  const init = bind('Init', ['void *', 'void *']);
  const rank = bind('Comm_rank', [handle, 'int *']);
  const size = bind('Comm_size', [handle, 'int *']);
  // The first buffer as a number, because MPI_IN_PLACE is one and points nowhere.
  const allReduce = bind('Allreduce', ['intptr_t', 'float *', 'int', handle, handle, handle]);
  const reduceLocal = bind('Reduce_local', ['float *', 'float *', 'int', handle, handle]);
  const broadcast = bind('Bcast', ['float *', 'int', handle, 'int', handle]);
  const allGather = bind('Allgather', ['uint8_t *', 'int', handle, 'uint8_t *', 'int', handle, handle]);
  const barrier = bind('Barrier', [handle]);
  const finalize = bind('Finalize', []);
  const abort = bind('Abort', [handle, 'int']);

  const ask = (question: typeof rank): number => {
    const answer = new Int32Array(1);
    question(world, answer);
    return answer[0] as number;
  };
  return {
    init: () => void init(null, null),
    rank: () => ask(rank),
    size: () => ask(size),
    sumInPlace: (values) => void allReduce(inPlace, values, values.length, float, sum, world),
    multiplyInPlace: (values, factors) => void reduceLocal(factors, values, values.length, float, product),
    broadcast: (values) => void broadcast(values, values.length, float, 0, world),
    gatherBytes: (own, all) => void allGather(own, own.length, byte, all, own.length, byte, world),
    barrier: () => void barrier(world),
    finalize: () => void finalize(),
    abort: (exitCode) => void abort(world, exitCode),
  };
}
