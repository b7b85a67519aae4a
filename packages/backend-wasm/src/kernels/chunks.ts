/** The least rows of a chunk, and the most chunks that an image is cut into. */
const LEAST_ROWS = 64;
const MOST_CHUNKS = 64;
/** Fewer values than this are not worth waking a thread for. */
const LEAST_VALUES = 32_768;

/** How images [rows, columns] are cut into chunks of rows for sums; by the shape alone, so that sums repeat bit for bit. */
export type Chunks = {
  chunkRows: number;
  /** Chunks of one image. */
  chunks: number;
  /** As many chunks as a thread should at least have. */
  least: number;
};

/** Cuts images of this many rows, at least one. */
export function cutIntoChunks(rows: number, columns: number): Chunks {
  const chunkRows = Math.max(LEAST_ROWS, Math.ceil(rows / MOST_CHUNKS));
  const least = Math.ceil(LEAST_VALUES / Math.max(1, chunkRows * columns));
  return { chunkRows, chunks: Math.ceil(rows / chunkRows), least };
}

/** As many rows of `columns` values as a thread should at least have. */
export const leastRows = (columns: number): number => Math.ceil(LEAST_VALUES / Math.max(1, columns));
