/**
 * Elementary functions in WGSL, for a `Pointwise` whose `functions` they are: to a few units in the last place, where
 * WGSL's own may be off by 1e-5 or lose all digits next to 0 ("Accuracy of Concrete Floating Point Expressions"), and with
 * the values for what is not finite. They rest on no trick that a compiler may undo which takes sums for associative and
 * all numbers for finite: what is not a number is told by its bits.
 *
 * The short polynomials are those of Cephes (Moshier 1989), single precision; the others are Taylor's.
 */
export const ELEMENTARY = `
fn magnitude(x: T) -> U { return bitcast<U>(x) & U(0x7fffffffu); }
fn isNan(x: T) -> B { return magnitude(x) > U(0x7f800000u); }
/** Infinity and NaN, in bits that no compiler can see through: as constants they would be refused. */
fn infinity(x: T) -> T { return bitcast<T>((magnitude(x) >> U(31u)) | U(0x7f800000u)); }
fn notANumber(x: T) -> T { return bitcast<T>((magnitude(x) >> U(31u)) | U(0x7fc00000u)); }
/** y with the sign of x. */
fn signed(y: T, x: T) -> T { return bitcast<T>(magnitude(y) | (bitcast<U>(x) & U(0x80000000u))); }
/** y where x is a number, x where it is none. */
fn keepNan(y: T, x: T) -> T { return select(y, x, isNan(x)); }

/** log((1 + s) / (1 - s)) / s from s * s, for |s| up to a quarter. */
fn logSeries(z: T) -> T {
  return 2 + z * (2.0 / 3 + z * (2.0 / 5 + z * (2.0 / 7 + z * (2.0 / 9 + z * (2.0 / 11 + z * (2.0 / 13))))));
}
/** Of finite x > 0: x = m * 2^e with m from the square root of a half to that of two. */
fn logOfNormal(x: T) -> T {
  let bits = bitcast<U>(x);
  let e = bitcast<I>(bits - U(0x3f3504f3u)) >> U(23u);
  let m = bitcast<T>(bits - (bitcast<U>(e) << U(23u)));
  let s = (m - 1) / (m + 1);
  return T(e) * 0.693359375 + (T(e) * -2.12194440e-4 + s * logSeries(s * s));
}
fn log_(x: T) -> T {
  let bits = bitcast<U>(x);
  let ofZero = select(logOfNormal(x), -infinity(x), magnitude(x) < U(0x00800000u));
  let ofNegative = select(ofZero, notANumber(x), (bits > U(0x80000000u)) & (magnitude(x) >= U(0x00800000u)));
  return select(ofNegative, x, (bits >= U(0x7f800000u)) & (bits < U(0x80000000u)));
}
/** log(1 + x) */
fn log1p_(x: T) -> T {
  let s = x / (2 + x);
  return keepNan(select(log_(1 + x), s * logSeries(s * s), abs(x) < T(0.4)), x);
}
fn exp_(x: T) -> T { return keepNan(exp(x), x); }
/** exp(x) - 1 */
fn expm1_(x: T) -> T {
  let series = 1 + x * (1.0 / 2 + x * (1.0 / 6 + x * (1.0 / 24 + x * (1.0 / 120 + x * (1.0 / 720
    + x * (1.0 / 5040 + x * (1.0 / 40320 + x * (1.0 / 362880))))))));
  return keepNan(select(exp(x) - 1, x * series, abs(x) < T(0.5)), x);
}
/** log(1 + exp(x)) */
fn softplus_(x: T) -> T { return keepNan(max(x, T()) + log1p_(exp(-abs(x))), x); }
/** 1 / (1 + exp(-x)) */
fn sigmoid_(x: T) -> T {
  let t = exp(-abs(x));
  return keepNan(select(t, T(1), x >= T()) / (1 + t), x);
}
fn tanh_(x: T) -> T {
  let t = expm1_(-2 * abs(x));
  return keepNan(signed(t / (2 + t), x), x);
}
fn sinh_(x: T) -> T {
  let a = abs(x);
  let t = expm1_(a);
  let half = exp(0.5 * a); // exp(a) itself would overflow before sinh does
  return keepNan(signed(select(0.5 * (t + t / (1 + t)), 0.5 * half * half, a > T(20)), x), x);
}
fn cosh_(x: T) -> T {
  let half = exp(0.5 * abs(x));
  return keepNan(0.5 * half * half + 0.5 / (half * half), x);
}
fn asinh_(x: T) -> T {
  let a = abs(x);
  let near = log1p_(a + a * a / (1 + sqrt(1 + a * a)));
  return keepNan(signed(select(near, log_(a) + 0.69314718, a > T(1e8)), x), x);
}
fn acosh_(x: T) -> T {
  let t = x - 1;
  let near = log1p_(t + sqrt(t * (2 + t)));
  let any = select(near, log_(x) + 0.69314718, x > T(1e8));
  return keepNan(select(any, notANumber(x), x < T(1)), x);
}
fn atanh_(x: T) -> T {
  let a = abs(x);
  let any = signed(0.5 * log1p_(2 * a / (1 - a)), x);
  let atOne = select(any, signed(infinity(x), x), a == T(1));
  return keepNan(select(atOne, notANumber(x), a > T(1)), x);
}
/** asin(x) for |x| up to a half. */
fn asinSeries(x: T) -> T {
  let z = x * x;
  return x + x * z * (1.6666752422e-1 + z * (7.4953002686e-2 + z * (4.5470025998e-2
    + z * (2.4181311049e-2 + z * 4.2163199048e-2))));
}
fn asin_(x: T) -> T {
  let a = abs(x);
  let far = 1.57079633 - 2 * asinSeries(sqrt(0.5 * (1 - min(a, T(1)))));
  return keepNan(select(signed(select(far, asinSeries(a), a <= T(0.5)), x), notANumber(x), a > T(1)), x);
}
fn acos_(x: T) -> T {
  let a = abs(x);
  let far = 2 * asinSeries(sqrt(0.5 * (1 - min(a, T(1)))));
  let any = select(select(far, 3.14159265 - far, x < T()), 1.57079633 - asinSeries(x), a <= T(0.5));
  return keepNan(select(any, notANumber(x), a > T(1)), x);
}
fn atan_(x: T) -> T {
  let a = abs(x);
  let large = a > T(2.41421356);
  let middle = a > T(0.41421356);
  let r = select(select(a, (a - 1) / (a + 1), middle), -1 / a, large);
  let z = r * r;
  let series = r + r * z * (-3.33329491539e-1 + z * (1.99777106478e-1 + z * (-1.38776856032e-1 + z * 8.05374449538e-2)));
  return keepNan(signed(select(select(T(), T(0.785398163), middle), T(1.57079633), large) + series, x), x);
}

/** Multiples of a quarter turn below x, taken off in parts that are exact for some 1e5 radians. */
fn quarters(x: T) -> T { return round(x * 0.636619772); }
fn withoutQuarters(x: T, k: T) -> T {
  return (((x - k * 1.5703125) - k * 4.825592041015625e-4) - k * 1.2665987014770508e-6) - k * 9.920935796805404e-10;
}
fn sinSeries(r: T) -> T {
  let z = r * r;
  return r + r * z * (-1.6666654611e-1 + z * (8.3321608736e-3 + z * -1.9515295891e-4));
}
fn cosSeries(r: T) -> T {
  let z = r * r;
  return 1 - 0.5 * z + z * z * (4.166664568298827e-2 + z * (-1.388731625493765e-3 + z * 2.443315711809948e-5));
}
/** sin(x + turn quarters of a turn); far from 0 as exact as 'far', WGSL's own. */
fn sinTurned(x: T, turn: i32, far: T) -> T {
  let k = quarters(x);
  let r = withoutQuarters(x, k);
  let q = bitcast<U>(I(k) + I(turn));
  let value = select(sinSeries(r), cosSeries(r), (q & U(1u)) == U(1u));
  let flipped = bitcast<T>(bitcast<U>(value) ^ ((q & U(2u)) << U(30u)));
  let any = select(flipped, far, abs(x) > T(1e5));
  return keepNan(select(any, notANumber(x), magnitude(x) == U(0x7f800000u)), x);
}
fn sin_(x: T) -> T { return sinTurned(x, 0, sin(x)); }
fn cos_(x: T) -> T { return sinTurned(x, 1, cos(x)); }
fn tan_(x: T) -> T { return sin_(x) / cos_(x); }

/** 2 / sqrt(pi) * (x - x^3 / 3 + x^5 / 10 - ...) next to 0, and formula 7.1.26 of Abramowitz and Stegun. */
fn erf_(x: T) -> T {
  let a = abs(x);
  let z = x * x;
  let near = 1.12837917 * a * (1 + z * (-1.0 / 3 + z * (1.0 / 10 + z * (-1.0 / 42 + z * (1.0 / 216 + z * (-1.0 / 1320
    + z * (1.0 / 9360 + z * (-1.0 / 75600 + z * (1.0 / 685440)))))))));
  let t = 1 / (1 + 0.3275911 * a);
  let far = 1 - exp(-z) * t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return keepNan(signed(select(far, near, a < T(1)), x), x);
}`;

/** Functions of two values, for a shader that has `ELEMENTARY` too. */
export const ELEMENTARY_PAIRS = `
fn isWhole(x: T) -> B { return floor(x) == x; }
/** a to the power of whole n up to 31, by squares. */
fn powOfWhole(a: T, n: U) -> T {
  var power = a;
  var product = select(T(1), a, (n & U(1u)) == U(1u));
  for (var bit = 1u; bit < 5u; bit++) {
    power *= power;
    product = select(product, product * power, ((n >> U(bit)) & U(1u)) == U(1u));
  }
  return product;
}
/** As JavaScript's: anything to the power of 0 is 1, and 1 to that of infinity is not a number. */
fn pow_(a: T, b: T) -> T {
  let far = exp_(b * log_(abs(a)));
  let isOdd = fract(abs(b) * 0.5) == T(0.5);
  let ofSign = select(far, -far, isOdd & (bitcast<U>(a) > U(0x7fffffffu)));
  let whole = powOfWhole(a, U(min(abs(b), T(31))));
  let isShort = isWhole(b) & (abs(b) <= T(31)) & (magnitude(a) < U(0x7f800000u)) & (a != T());
  let any = select(ofSign, select(whole, 1 / whole, b < T()), isShort);
  let ofNegative = select(any, notANumber(a), (a < T()) & !isWhole(b) & (magnitude(a) < U(0x7f800000u)));
  return select(keepNan(keepNan(ofNegative, a), b), T(1), b == T());
}
fn atan2_(y: T, x: T) -> T {
  let low = min(abs(y), abs(x));
  let high = max(abs(y), abs(x));
  let slope = select(select(low / high, T(), high == T()), T(1), magnitude(low) == U(0x7f800000u));
  let near = atan_(slope);
  let acute = select(near, 1.57079633 - near, abs(y) > abs(x));
  let obtuse = select(acute, 3.14159265 - acute, bitcast<U>(x) > U(0x7fffffffu));
  return keepNan(keepNan(signed(obtuse, y), y), x);
}`;
