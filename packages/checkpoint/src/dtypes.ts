import { quote, SafetensorsError } from './safetensors-error.ts';

/** Bits per value, in the order of the official writer: it sorts tensors from the last of these to the first. */
const BITS = {
  BOOL: 8,
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
  U8: 8,
  I8: 8,
  F8_E5M2: 8,
  F8_E4M3: 8,
  F8_E8M0: 8,
  F8_E4M3FNUZ: 8,
  F8_E5M2FNUZ: 8,
  I16: 16,
  U16: 16,
  F16: 16,
  BF16: 16,
  I32: 32,
  U32: 32,
  F32: 32,
  C64: 64,
  F64: 64,
  I64: 64,
  U64: 64,
} as const;

/** A dtype of the safetensors format, as of the official library 0.8.0. */
export type SafetensorsDtype = keyof typeof BITS;

/** Every dtype of the format, in the order of the official writer's alignment. */
export const SAFETENSORS_DTYPES = Object.keys(BITS) as readonly SafetensorsDtype[];

const RANKS = new Map<string, number>(SAFETENSORS_DTYPES.map((dtype, rank) => [dtype, rank]));

/** Whether the format has a dtype of this name. */
export function isDtype(name: string): name is SafetensorsDtype {
  return RANKS.has(name);
}

/** Negative where `a` is written before `b`: the widest alignment comes first, so that every tensor stays aligned. */
export function compareDtypes(a: SafetensorsDtype, b: SafetensorsDtype): number {
  return (RANKS.get(b) as number) - (RANKS.get(a) as number);
}

/**
 * Bytes of a tensor: product of the shape x bits of the dtype / 8, multiplied from the left as the official reader
 * does, so that both see the same overflows.
 *
 * @throws SafetensorsError `overflow` beyond 2^53 - 1, `sub-byte` where the values do not fill complete bytes
 */
export function byteLength(name: string, dtype: SafetensorsDtype, shape: readonly number[]): number {
  const bits = shape.reduce((product, size) => checkedProduct(name, product, size), 1) * BITS[dtype];
  if (!Number.isSafeInteger(bits)) throw overflow(name);
  if (bits % 8 !== 0) {
    throw new SafetensorsError(
      'sub-byte',
      `Tensor ${quote(name)}: expected values of ${dtype} that fill whole bytes, got ${bits} bits. Pad the tensor and save it again.`,
    );
  }
  return bits / 8;
}

function checkedProduct(name: string, product: number, size: number): number {
  if (!Number.isSafeInteger(product * size)) throw overflow(name);
  return product * size;
}

function overflow(name: string): SafetensorsError {
  return new SafetensorsError(
    'overflow',
    `Tensor ${quote(name)}: expected a size below 2^53, got a shape beyond it. The file is damaged; fetch it again.`,
  );
}
