/**
 * Copies runs of adjacent 32-bit values. The runs are seen as [n0, n1, n2, n3]; source and target advance
 * by their own step in each axis, in values. A call copies `size` values from the one numbered `begin` on.
 */
export function copyRuns(
  from: usize,
  to: usize,
  begin: i32,
  size: i32,
  n1: i32,
  n2: i32,
  n3: i32,
  run: i32,
  from0: i32,
  from1: i32,
  from2: i32,
  from3: i32,
  to0: i32,
  to1: i32,
  to2: i32,
  to3: i32,
): void {
  let row = begin / run;
  let skip = begin % run;
  let i3 = row % n3;
  row /= n3;
  let i2 = row % n2;
  row /= n2;
  let i1 = row % n1;
  let i0 = row / n1;
  const bytes = (<usize>run) << 2;
  for (let left = size; left > 0; ) {
    const source = from + ((<usize>i0 * from0 + <usize>i1 * from1 + <usize>i2 * from2 + <usize>i3 * from3 + skip) << 2);
    const target = to + ((<usize>i0 * to0 + <usize>i1 * to1 + <usize>i2 * to2 + <usize>i3 * to3 + skip) << 2);
    if (skip > 0 || left < run) {
      const count = min(run - skip, left);
      copyRun(target, source, (<usize>count) << 2);
      left -= count;
      skip = 0;
      i3++;
    } else {
      const whole = min(n3 - i3, left / run);
      copyEach(whole, target, source, bytes, (<usize>to3) << 2, (<usize>from3) << 2);
      left -= whole * run;
      i3 += whole;
    }
    if (i3 < n3) continue;
    i3 = 0;
    if (++i2 < n2) continue;
    i2 = 0;
    if (++i1 < n1) continue;
    i1 = 0;
    i0++;
  }
}

/** Copies whole runs, one after the other along the last axis. */
// @inline
function copyEach(count: i32, to: usize, from: usize, bytes: usize, toStep: usize, fromStep: usize): void {
  for (let i = 0; i < count; i++) {
    copyRun(to, from, bytes);
    to += toStep;
    from += fromStep;
  }
}

/** From this many bytes on, the engine's own copy is faster than a loop. */
const LONG_RUN: usize = 256 * 1024;

// @inline
function copyRun(to: usize, from: usize, bytes: usize): void {
  if (bytes >= LONG_RUN) {
    memory.copy(to, from, bytes);
    return;
  }
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) v128.store(to + at, v128.load(from + at));
  for (; at < bytes; at += 4) store<u32>(to + at, load<u32>(from + at));
}
