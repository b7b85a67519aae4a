/** 8-bit values, and for each channel the scale that they are multiplied by. */
export type ScaledChannels = { readonly values: Int8Array; readonly scales: Float32Array };

/** The largest 8-bit value that is used: symmetric, so that zero stays zero and -128 is left out. */
const MOST = 127;

/** The smallest normal float32: a smaller scale would lose bits, or be none at all where a channel is all zeros. */
const LEAST_SCALE = 2 ** -126;

/**
 * Rounds finite values to 8 bits, each channel to a scale of its own: scale = max |value| / 127, q = round(value / scale),
 * so that |q * scale - value| <= scale / 2.
 *
 * @param values row by row, of this shape
 * @param axis the dimension of the channels
 */
export function quantizeChannels(values: Float32Array, shape: readonly number[], axis: number): ScaledChannels {
  const scales = new Float32Array(shape[axis] as number);
  eachRun(shape, axis, (channel, from, to) => {
    for (let i = from; i < to; i++) {
      scales[channel] = Math.max(scales[channel] as number, Math.abs(values[i] as number));
    }
  });
  for (let channel = 0; channel < scales.length; channel++) {
    scales[channel] = Math.max((scales[channel] as number) / MOST, LEAST_SCALE);
  }
  const quantized = new Int8Array(values.length);
  eachRun(shape, axis, (channel, from, to) => {
    const scale = scales[channel] as number;
    for (let i = from; i < to; i++) quantized[i] = Math.round((values[i] as number) / scale);
  });
  return { values: quantized, scales };
}

/** The values that 8-bit ones stand for, q * scale rounded to float32: the same on every machine. */
export function dequantizeChannels(
  { values, scales }: ScaledChannels,
  shape: readonly number[],
  axis: number,
): Float32Array {
  const floats = new Float32Array(values.length);
  eachRun(shape, axis, (channel, from, to) => {
    const scale = scales[channel] as number;
    for (let i = from; i < to; i++) floats[i] = (values[i] as number) * scale;
  });
  return floats;
}

/** Calls `use` for each run of neighbours that belong to one channel, from the first to the last. */
function eachRun(
  shape: readonly number[],
  axis: number,
  use: (channel: number, from: number, to: number) => void,
): void {
  const channels = shape[axis] as number;
  const total = shape.reduce((product, size) => product * size, 1);
  const length = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  for (let from = 0, run = 0; from < total; from += length, run++) use(run % channels, from, from + length);
}
