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

function widen(data: Uint8Array, toNumber: (bits: number) => number): Float32Array {
  const values = new Float32Array(data.length / 2);
  for (let i = 0; i < values.length; i++) values[i] = toNumber(sixteenBits(data, i));
  return values;
}

function sixteenBits(data: Uint8Array, index: number): number {
  return (data[2 * index] as number) | ((data[2 * index + 1] as number) << 8);
}
