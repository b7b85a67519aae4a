/**
 * out[ids[row], :] += x[row, :] over `rows` rows of `width` numbers, in their order; `out` is zero before. Columns
 * [begin, begin + columns) of one thread. A row whose id is not one of 0 ... segments - 1 is left out.
 */
export function segmentSumFloats(x: usize, ids: usize, out: usize, rows: i32, width: i32, segments: i32, begin: i32, columns: i32): void {
  const vectors = (<usize>(columns & ~3)) << 2;
  const bytes = (<usize>columns) << 2;
  for (let row = 0; row < rows; row++) {
    const id = load<i32>(ids + ((<usize>row) << 2));
    if (<u32>id >= <u32>segments) continue;
    const from = x + ((<usize>(row * width + begin)) << 2);
    const to = out + ((<usize>(id * width + begin)) << 2);
    let at: usize = 0;
    for (; at < vectors; at += 16) v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(from + at)));
    for (; at < bytes; at += 4) store<f32>(to + at, load<f32>(to + at) + load<f32>(from + at));
  }
}

/** The same for 32-bit integers. */
export function segmentSumIntegers(x: usize, ids: usize, out: usize, rows: i32, width: i32, segments: i32, begin: i32, columns: i32): void {
  const bytes = (<usize>columns) << 2;
  for (let row = 0; row < rows; row++) {
    const id = load<i32>(ids + ((<usize>row) << 2));
    if (<u32>id >= <u32>segments) continue;
    const from = x + ((<usize>(row * width + begin)) << 2);
    const to = out + ((<usize>(id * width + begin)) << 2);
    for (let at: usize = 0; at < bytes; at += 4) store<i32>(to + at, load<i32>(to + at) + load<i32>(from + at));
  }
}
