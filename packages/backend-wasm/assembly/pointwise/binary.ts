// y = f(a, b) with broadcasting. The output is seen as [n0, n1, n2]; in each of the three axes an operand advances by
// its own step, in floats, which is 0 where its values repeat, and 0 or 1 in the last.

/** The output's values from `begin` to `begin + size`; f is one of the numbers below. */
export function binary(
  f: i32,
  a: usize,
  b: usize,
  y: usize,
  begin: i32,
  size: i32,
  n1: i32,
  n2: i32,
  a0: i32,
  a1: i32,
  a2: i32,
  b0: i32,
  b1: i32,
  b2: i32,
): void {
  if (f == ADD) eachRow(ADD, a, b, y, begin, size, n1, n2, a0, a1, a2, b0, b1, b2);
  else if (f == DIVIDE) eachRow(DIVIDE, a, b, y, begin, size, n1, n2, a0, a1, a2, b0, b1, b2);
  else if (f == MAXIMUM) eachRow(MAXIMUM, a, b, y, begin, size, n1, n2, a0, a1, a2, b0, b1, b2);
  else if (f == MINIMUM) eachRow(MINIMUM, a, b, y, begin, size, n1, n2, a0, a1, a2, b0, b1, b2);
  else if (f == MULTIPLY) eachRow(MULTIPLY, a, b, y, begin, size, n1, n2, a0, a1, a2, b0, b1, b2);
  else if (f == SUBTRACT) eachRow(SUBTRACT, a, b, y, begin, size, n1, n2, a0, a1, a2, b0, b1, b2);
}

const ADD = 0;
const DIVIDE = 1;
const MULTIPLY = 2;
const SUBTRACT = 3;
const MAXIMUM = 4;
const MINIMUM = 5;

// @inline
function eachRow(
  f: i32,
  a: usize,
  b: usize,
  y: usize,
  begin: i32,
  size: i32,
  n1: i32,
  n2: i32,
  a0: i32,
  a1: i32,
  a2: i32,
  b0: i32,
  b1: i32,
  b2: i32,
): void {
  const row = begin / n2;
  let i0 = row / n1;
  let i1 = row % n1;
  let i2 = begin % n2;
  let to = y + ((<usize>begin) << 2);
  for (let left = size; left > 0; ) {
    const count = min(n2 - i2, left);
    const aAt = a + ((<usize>i0 * a0 + <usize>i1 * a1 + i2 * a2) << 2);
    const bAt = b + ((<usize>i0 * b0 + <usize>i1 * b1 + i2 * b2) << 2);
    if (a2 == 0) eachValue(f, true, false, aAt, bAt, to, count);
    else if (b2 == 0) eachValue(f, false, true, aAt, bAt, to, count);
    else eachValue(f, false, false, aAt, bAt, to, count);
    to += (<usize>count) << 2;
    left -= count;
    i2 = 0;
    if (++i1 == n1) {
      i1 = 0;
      i0++;
    }
  }
}

// @inline
function eachValue(
  f: i32,
  aRepeats: bool,
  bRepeats: bool,
  a: usize,
  b: usize,
  y: usize,
  count: i32,
): void {
  const aFirst = v128.load_splat<f32>(a);
  const bFirst = v128.load_splat<f32>(b);
  const end = (<usize>count) << 2;
  let at: usize = 0;
  for (; at + 16 <= end; at += 16)
    v128.store(y + at, apply(f, aRepeats ? aFirst : v128.load(a + at), bRepeats ? bFirst : v128.load(b + at)));
  for (; at < end; at += 4) {
    const aLast = aRepeats ? aFirst : v128.load_zero<f32>(a + at);
    const bLast = bRepeats ? bFirst : v128.load_zero<f32>(b + at);
    v128.store_lane<f32>(y + at, apply(f, aLast, bLast), 0);
  }
}

// @inline
function apply(f: i32, a: v128, b: v128): v128 {
  if (f == ADD) return f32x4.add(a, b);
  if (f == DIVIDE) return f32x4.div(a, b);
  if (f == MAXIMUM) return f32x4.max(a, b);
  if (f == MINIMUM) return f32x4.min(a, b);
  if (f == MULTIPLY) return f32x4.mul(a, b);
  return f32x4.sub(a, b);
}
