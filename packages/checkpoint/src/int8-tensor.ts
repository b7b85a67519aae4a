import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { dequantizeChannels } from './channels.ts';
import { quote, SafetensorsError, showList } from './safetensors-error.ts';
import type { SafetensorsEntry } from './safetensors-file.ts';

/** A tensor in 8 bits, as it is in a file: `weight` x `scale` are its values. */
export type Int8Tensor = {
  /** What an error calls it. */
  readonly name: string;
  /** I8 */
  readonly weight: SafetensorsEntry;
  /** F32, of `scaleShape`; undefined where the file has none. */
  readonly scale: SafetensorsEntry | undefined;
  /** The dimension that has a scale for each of its indices. */
  readonly axis: number;
};

/** A larger one could make an 8-bit value infinite: 128 x 2^120 is a float32. */
export const MOST_SCALE = 2 ** 120;

/** What the scales of a tensor are called. */
export function scaleName(name: string): string {
  return `${name}.scale`;
}

/** The shape of a tensor's scales, 1 except for the channels: so weight x scale is all that a reader has to know. */
export function scaleShape(shape: readonly number[], axis: number): number[] {
  return shape.map((size, dimension) => (dimension === axis ? size : 1));
}

/**
 * The float32 tensor that 8-bit values and their scales represent. The caller owns it; it shares no memory with the file.
 *
 * @throws SafetensorsError `scale` where the scales are missing, of another dtype or shape, or one is not above 0 or too
 *   large; before anything is allocated
 */
export function int8ToTensor(int8: Int8Tensor): Tensor {
  const { weight, axis } = int8;
  const scales = int8Scales(int8);
  const { buffer, byteOffset, length } = weight.data;
  const values = new Int8Array(buffer, byteOffset, length);
  return tensor(dequantizeChannels({ values, scales }, weight.shape, axis), [...weight.shape], 'float32');
}

/**
 * The checked scales of 8-bit values, in memory of their own.
 *
 * @throws SafetensorsError `scale`, as `int8ToTensor` does
 */
export function int8Scales({ name, weight, scale, axis }: Int8Tensor): Float32Array {
  const shape = scaleShape(weight.shape, axis);
  const got = scale && `${scale.dtype} of shape ${showList(scale.shape)}`;
  if (scale?.dtype !== 'F32' || scale.shape.join() !== shape.join())
    throw wrong(name, `scales in F32 of shape ${showList(shape)}`, got ?? 'none');
  const scales = new Float32Array(new Uint8Array(scale.data).buffer);
  const bad = scales.findIndex((value) => !(value > 0 && value <= MOST_SCALE));
  if (bad >= 0) throw wrong(name, 'scales above 0 and at most 2^120', `${scales[bad]} for channel ${bad}`);
  return scales;
}

function wrong(name: string, expected: string, got: string): SafetensorsError {
  return new SafetensorsError(
    'scale',
    `Tensor ${quote(scaleName(name))}: expected ${expected}, got ${got}. The file is damaged or not an 8-bit copy; export it again.`,
  );
}
