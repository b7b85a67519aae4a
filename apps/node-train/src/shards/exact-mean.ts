/** A mean that does not depend on the order in which values come, to the last bit. */
export type ExactMean = { add(value: number): void; mean(count: number): number };

/** Metrics are at most 100, so that a value in these units is a safe integer; it is rounded to 1e-12. */
const UNITS = 2 ** 40;

/** Values are rounded and summed as integers, because sums of floating-point numbers depend on their order. */
export function createExactMean(): ExactMean {
  let sum = 0n;
  return {
    add(value) {
      sum += BigInt(Math.round(value * UNITS));
    },
    mean: (count) => Number(sum) / UNITS / count,
  };
}
