// y = f(x) over `count` floats, one exported function for each f; alpha and beta are what some of them take. The last
// floats, fewer than a vector, go through the same vector code.

export function abs(x: usize, y: usize, count: i32, alpha: f32, beta: f32): void {
  each(ABS, x, y, count, alpha, beta);
}

/** min(max(x, alpha), beta), NaN where x is NaN. */
export function clip(x: usize, y: usize, count: i32, alpha: f32, beta: f32): void {
  each(CLIP, x, y, count, alpha, beta);
}

/** x < 0 ? alpha * x : x */
export function leakyRelu(x: usize, y: usize, count: i32, alpha: f32, beta: f32): void {
  each(LEAKY_RELU, x, y, count, alpha, beta);
}

export function neg(x: usize, y: usize, count: i32, alpha: f32, beta: f32): void {
  each(NEG, x, y, count, alpha, beta);
}

export function relu(x: usize, y: usize, count: i32, alpha: f32, beta: f32): void {
  each(RELU, x, y, count, alpha, beta);
}

/** -1, 0 or 1; 0 where x is NaN. */
export function sign(x: usize, y: usize, count: i32, alpha: f32, beta: f32): void {
  each(SIGN, x, y, count, alpha, beta);
}

export function sqrtOf(x: usize, y: usize, count: i32, alpha: f32, beta: f32): void {
  each(SQRT, x, y, count, alpha, beta);
}

export function square(x: usize, y: usize, count: i32, alpha: f32, beta: f32): void {
  each(SQUARE, x, y, count, alpha, beta);
}

/** x > 0 ? 1 : alpha, NaN where x is NaN. */
export function step(x: usize, y: usize, count: i32, alpha: f32, beta: f32): void {
  each(STEP, x, y, count, alpha, beta);
}

const ABS = 0;
const CLIP = 1;
const LEAKY_RELU = 2;
const NEG = 3;
const RELU = 4;
const SIGN = 5;
const SQRT = 6;
const SQUARE = 7;
const STEP = 8;

// @inline
function each(f: i32, x: usize, y: usize, count: i32, alpha: f32, beta: f32): void {
  const a = f32x4.splat(alpha);
  const b = f32x4.splat(beta);
  const end = (<usize>count) << 2;
  let at: usize = 0;
  for (; at + 16 <= end; at += 16) v128.store(y + at, apply(f, v128.load(x + at), a, b));
  for (; at < end; at += 4) v128.store_lane<f32>(y + at, apply(f, v128.load_zero<f32>(x + at), a, b), 0);
}

// @inline
function apply(f: i32, x: v128, a: v128, b: v128): v128 {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  if (f == ABS) return f32x4.abs(x);
  if (f == CLIP) return f32x4.min(f32x4.max(x, a), b);
  if (f == LEAKY_RELU) return v128.bitselect(f32x4.mul(x, a), x, f32x4.lt(x, zero));
  if (f == NEG) return f32x4.neg(x);
  if (f == RELU) return f32x4.max(x, zero);
  if (f == SIGN) return f32x4.sub(v128.and(f32x4.gt(x, zero), one), v128.and(f32x4.lt(x, zero), one));
  if (f == SQRT) return f32x4.sqrt(x);
  if (f == SQUARE) return f32x4.mul(x, x);
  return v128.bitselect(x, v128.bitselect(one, a, f32x4.gt(x, zero)), f32x4.ne(x, x));
}
