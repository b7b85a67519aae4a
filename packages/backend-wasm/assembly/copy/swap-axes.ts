/**
 * [batch, rows, columns] -> [batch, columns, rows] of 32-bit values, in blocks of 4 by 4. A call takes the blocks of four
 * target rows from the one numbered `begin` on, counted through the batch.
 */
export function swapAxes(from: usize, to: usize, begin: i32, size: i32, rows: i32, columns: i32): void {
  const strips = (columns + 3) >> 2;
  for (let strip = begin; strip < begin + size; strip++) {
    const image = ((<usize>(strip / strips) * rows * columns) << 2);
    const column = (strip % strips) << 2;
    const source = from + image + ((<usize>column) << 2);
    const target = to + image + ((<usize>column * rows) << 2);
    let row = 0;
    if (column + 4 <= columns) for (; row + 4 <= rows; row += 4) swapBlock(source, target, row, rows, columns);
    const width = min(4, columns - column);
    for (; row < rows; row++)
      for (let i = 0; i < width; i++)
        store<u32>(
          target + ((<usize>i * rows + row) << 2),
          load<u32>(source + ((<usize>row * columns + i) << 2)),
        );
  }
}

// @inline
function swapBlock(source: usize, target: usize, row: i32, rows: i32, columns: i32): void {
  const fromStep = (<usize>columns) << 2;
  const toStep = (<usize>rows) << 2;
  const from = source + <usize>row * fromStep;
  const to = target + ((<usize>row) << 2);
  const a = v128.load(from);
  const b = v128.load(from + fromStep);
  const c = v128.load(from + 2 * fromStep);
  const d = v128.load(from + 3 * fromStep);
  const abLow = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const abHigh = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const cdLow = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const cdHigh = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<i64>(abLow, cdLow, 0, 2));
  v128.store(to + toStep, v128.shuffle<i64>(abLow, cdLow, 1, 3));
  v128.store(to + 2 * toStep, v128.shuffle<i64>(abHigh, cdHigh, 0, 2));
  v128.store(to + 3 * toStep, v128.shuffle<i64>(abHigh, cdHigh, 1, 3));
}
