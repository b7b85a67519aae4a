/** Rows of numbers, one after the other. */
type Rows = Float32Array | Float64Array;

/**
 * The dot product of a row of `a` and a row of `b`, in float64. Four sums at a time are twice as fast as one, since
 * additions need not wait for each other.
 */
export function dotProduct(a: Rows, startA: number, b: Rows, startB: number, length: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < length; i += 4) {
    s0 += (a[startA + i] as number) * (b[startB + i] as number);
    s1 += (a[startA + i + 1] as number) * (b[startB + i + 1] as number);
    s2 += (a[startA + i + 2] as number) * (b[startB + i + 2] as number);
    s3 += (a[startA + i + 3] as number) * (b[startB + i + 3] as number);
  }
  for (; i < length; i++) s0 += (a[startA + i] as number) * (b[startB + i] as number);
  return s0 + s1 + (s2 + s3);
}
