import { quantizeChannels } from './channels.ts';
import { float32ToHalf } from './half-floats.ts';
import { MOST_SCALE, scaleName, scaleShape } from './int8-tensor.ts';
import { quote, SafetensorsError } from './safetensors-error.ts';
import type { EntryToWrite } from './write-header.ts';

/** The largest float16. */
const MOST_HALF = 65504;

/** The largest value that 8 bits and a scale can hold. */
const MOST_INT8 = 127 * MOST_SCALE;

/**
 * Values as an entry in float16, half as large, each rounded to the nearest one.
 *
 * @throws SafetensorsError `range` where a value is not finite or beyond 65504, the largest float16
 */
export function float16Entry(name: string, values: Float32Array, shape: readonly number[]): EntryToWrite {
  checkRange(name, values, MOST_HALF, 'Use 8 bits, or keep float32.');
  const data = float32ToHalf(values);
  return { name, dtype: 'F16', shape, read: () => data };
}

/**
 * Values as two entries in a quarter of the space: 8-bit ones (I8), and `NAME.scale` (F32) with a scale for each channel,
 * in such a shape that weight x scale gives the values back in any program. Each is at most half a scale away.
 *
 * @param axis the dimension of the channels
 * @throws SafetensorsError `range` where a value is not finite or beyond 1.6e38
 */
export function int8Entries(
  name: string,
  values: Float32Array,
  shape: readonly number[],
  axis: number,
): [weight: EntryToWrite, scale: EntryToWrite] {
  checkRange(name, values, MOST_INT8, 'Keep float32.');
  const { values: quantized, scales } = quantizeChannels(values, shape, axis);
  const bytesOf = ({ buffer }: Int8Array | Float32Array) => new Uint8Array(buffer);
  return [
    { name, dtype: 'I8', shape, read: () => bytesOf(quantized) },
    { name: scaleName(name), dtype: 'F32', shape: scaleShape(shape, axis), read: () => bytesOf(scales) },
  ];
}

function checkRange(name: string, values: Float32Array, most: number, remedy: string): void {
  const bad = values.find((value) => !(Math.abs(value) <= most));
  if (bad === undefined) return;
  throw new SafetensorsError(
    'range',
    `Tensor ${quote(name)}: expected values of at most ${most}, got ${bad}. ${remedy}`,
  );
}
