/** One of PyTorch's classes of storages. */
export type StorageKind = {
  /** PyTorch's word for its values. */
  readonly dtype: string;
  /** Bytes of one value. */
  readonly bytes: number;
  /** The values as float32; missing where they are no weights. */
  readonly toFloat32?: (bytes: Uint8Array) => Float32Array;
};

/** In memory of its own, because a storage may begin at any byte. */
const ownBuffer = (bytes: Uint8Array) => new Uint8Array(bytes).buffer;

/** The storages that a file may name, by their names. */
export const STORAGES: ReadonlyMap<string, StorageKind> = new Map<string, StorageKind>([
  ['torch.FloatStorage', { dtype: 'float32', bytes: 4, toFloat32: (bytes) => new Float32Array(ownBuffer(bytes)) }],
  [
    'torch.DoubleStorage',
    { dtype: 'float64', bytes: 8, toFloat32: (bytes) => Float32Array.from(new Float64Array(ownBuffer(bytes))) },
  ],
  [
    'torch.HalfStorage',
    {
      dtype: 'float16',
      bytes: 2,
      toFloat32: (bytes) => Float32Array.from(new Uint16Array(ownBuffer(bytes)), halfToNumber),
    },
  ],
  [
    'torch.BFloat16Storage',
    {
      dtype: 'bfloat16',
      bytes: 2,
      toFloat32: (bytes) =>
        new Float32Array(Uint32Array.from(new Uint16Array(ownBuffer(bytes)), (bits) => bits << 16).buffer),
    },
  ],
  ['torch.LongStorage', { dtype: 'int64', bytes: 8 }],
  ['torch.IntStorage', { dtype: 'int32', bytes: 4 }],
  ['torch.ShortStorage', { dtype: 'int16', bytes: 2 }],
  ['torch.CharStorage', { dtype: 'int8', bytes: 1 }],
  ['torch.ByteStorage', { dtype: 'uint8', bytes: 1 }],
  ['torch.BoolStorage', { dtype: 'bool', bytes: 1 }],
]);

/** IEEE 754 binary16. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
