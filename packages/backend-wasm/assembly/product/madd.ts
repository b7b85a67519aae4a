/** a * b + sum, rounded once in the build with relaxed SIMD and twice in the other. */
// @inline
export function madd(a: v128, b: v128, sum: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, sum) : f32x4.add(sum, f32x4.mul(a, b));
}
