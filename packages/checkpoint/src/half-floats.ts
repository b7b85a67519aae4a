/** Values of IEEE 754 half precision (binary16), little-endian, as float32; exact, with NaN and infinities kept. */
export function halfToFloat32(data: Uint8Array): Float32Array {
  return widen(data, (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}

/** Values of bfloat16, little-endian, as float32: the upper half of a float32's bits. */
export function bfloat16ToFloat32(data: Uint8Array): Float32Array {
  const bits = new Uint32Array(data.length / 2);
  const values = new Float32Array(bits.buffer);
  for (let i = 0; i < bits.length; i++) bits[i] = sixteenBits(data, i) << 16;
  return values;
}

/** The nearest values of IEEE 754 half precision, little-endian; 65520 and more become infinite, half-way goes to even. */
export function float32ToHalf(values: Float32Array): Uint8Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return new Uint8Array(Uint16Array.from(bits, halfOf).buffer);
}

/** On the bits: a float32 has 13 bits more of fraction, and exponents that continue below 2^-14. */
function halfOf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00; // NaN
  if (magnitude >= 0x477ff000) return sign | 0x7c00; // from 65520
  if (magnitude >= 0x38800000) return sign | shiftToEven(magnitude - (112 << 23), 13); // from 2^-14
  if (magnitude < 0x33000000) return sign; // below 2^-25
  return sign | shiftToEven((magnitude & 0x7fffff) | 0x800000, 126 - (magnitude >>> 23)); // in steps of 2^-24
}

function shiftToEven(value: number, bits: number): number {
  const floor = value >>> bits;
  const rest = value - floor * 2 ** bits;
  const half = 2 ** (bits - 1);
  return rest > half || (rest === half && floor % 2 === 1) ? floor + 1 : floor;
}

function widen(data: Uint8Array, toNumber: (bits: number) => number): Float32Array {
  const values = new Float32Array(data.length / 2);
  for (let i = 0; i < values.length; i++) values[i] = toNumber(sixteenBits(data, i));
  return values;
}

function sixteenBits(data: Uint8Array, index: number): number {
  return (data[2 * index] as number) | ((data[2 * index + 1] as number) << 8);
}
