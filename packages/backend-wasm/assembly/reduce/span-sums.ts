/** The same as `columnSums` for one column: sums of neighbouring values, in float64, one a chunk. */
export function spanSums(
  x: usize,
  sums: usize,
  begin: i32,
  size: i32,
  rows: i32,
  columns: i32,
  chunkRows: i32,
): void {
  const chunks = (rows + chunkRows - 1) / chunkRows;
  for (let chunk = begin; chunk < begin + size; chunk++) {
    const first = (chunk % chunks) * chunkRows;
    const from = x + ((<usize>(chunk / chunks) * rows + first) << 2);
    store<f64>(sums + ((<usize>chunk) << 3), spanSum(from, min(chunkRows, rows - first)));
  }
}

function spanSum(from: usize, count: i32): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  const end = from + ((<usize>count) << 2);
  for (; from + 16 <= end; from += 16) {
    const value = v128.load(from);
    low = f64x2.add(low, f64x2.promote_low_f32x4(value));
    high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<i32>(value, value, 2, 3, 2, 3)));
  }
  const both = f64x2.add(low, high);
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (; from < end; from += 4) sum += <f64>load<f32>(from);
  return sum;
}
