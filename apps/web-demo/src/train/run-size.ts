/** The sides of the images that a run in the page can have, in pixels; the first is that of the preset `fast`. */
export const RUN_SIZES = [64, 128, 256] as const;

/** One of them. */
export type RunSize = (typeof RUN_SIZES)[number];

/** Which sizes an engine can train at here, and why not at all of them. */
export type OfferedSizes = { readonly sizes: readonly RunSize[]; readonly reason?: string };

/** A graphics card, as far as WebGPU and the browser tell: nobody says how much memory it has. */
export type CardLimits = {
  /** Bytes; the largest buffer that it gives grows with its memory. */
  readonly maxBufferSize: number;
  /** Gigabytes of the machine, rounded, at most 8 or 32; not every browser says it. */
  readonly deviceMemory?: number | undefined;
};

/**
 * What a card must have for each size. A step needs 100, 200 and 530 MB on it (counted by the backend for the preset `fast`
 * at 64, 128 and 256 px): a card whose buffers may be that large has room for more than one of them.
 */
const NEEDS: Readonly<Record<RunSize, { buffer: number; memory: number }>> = {
  64: { buffer: 0, memory: 0 },
  128: { buffer: 2 ** 28, memory: 2 },
  256: { buffer: 2 ** 29, memory: 4 },
};

/** The sizes that a card has the memory for. */
export function sizesOfCard({ maxBufferSize, deviceMemory = Number.POSITIVE_INFINITY }: CardLimits): OfferedSizes {
  const fits = (size: RunSize) => maxBufferSize >= NEEDS[size].buffer && deviceMemory >= NEEDS[size].memory;
  const sizes = RUN_SIZES.filter(fits);
  if (sizes.length === RUN_SIZES.length) return { sizes };
  return { sizes, reason: `This graphics card has the memory for ${sizes.at(-1)} px at most.` };
}

/** Those of an engine that has no card. */
export function sizesWithoutCard(reason: string): OfferedSizes {
  return { sizes: [RUN_SIZES[0]], reason };
}
