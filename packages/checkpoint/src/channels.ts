/** 8-bit values, and for each channel the scale that they are multiplied by. */
export type ScaledChannels = { readonly values: Int8Array; readonly scales: Float32Array };

/** The largest 8-bit value that is used: symmetric, so that zero stays zero and -128 is left out. */
const MOST = 127;

/** The smallest normal float32: a smaller scale would lose bits, or be zero where a channel is all zeros. */
const LEAST_SCALE = 2 ** -126;

/**
 * Rounds finite values to 8 bits, each channel to a scale of its own: scale = max |value| / 127, q = round(value / scale),
 * so that |q * scale - value| <= scale / 2.
 *
 * @param values row by row, of this shape
 * @param axis the dimension of the channels
 */
export function quantizeChannels(values: Float32Array, shape: readonly number[], axis: number): ScaledChannels {
  const runs = runsOf(shape, axis);
  const scales = largestOf(values, runs).map((largest) => Math.max(largest / MOST, LEAST_SCALE));
  const quantized = new Int8Array(values.length);
  for (let run = 0, i = 0; run < runs.count; run++) {
    const scale = scales[run % runs.channels] as number;
    for (const end = i + runs.length; i < end; i++) quantized[i] = Math.round((values[i] as number) / scale);
  }
  return { values: quantized, scales };
}

/** The values that 8-bit ones represent, q * scale rounded to float32: the same on every machine. */
export function dequantizeChannels(
  { values, scales }: ScaledChannels,
  shape: readonly number[],
  axis: number,
): Float32Array {
  const runs = runsOf(shape, axis);
  const floats = new Float32Array(values.length);
  for (let run = 0, i = 0; run < runs.count; run++) {
    const scale = scales[run % runs.channels] as number;
    for (const end = i + runs.length; i < end; i++) floats[i] = (values[i] as number) * scale;
  }
  return floats;
}

/** Neighbours that belong to one channel are a run: the first to channel 0, the next to 1, and around again. */
type Runs = { readonly channels: number; readonly length: number; readonly count: number };

function runsOf(shape: readonly number[], axis: number): Runs {
  const product = (sizes: readonly number[]) => sizes.reduce((all, size) => all * size, 1);
  const length = product(shape.slice(axis + 1));
  return { channels: shape[axis] as number, length, count: length === 0 ? 0 : product(shape.slice(0, axis + 1)) };
}

function largestOf(values: Float32Array, { channels, length, count }: Runs): Float32Array {
  const largest = new Float32Array(channels);
  for (let run = 0, i = 0; run < count; run++) {
    let most = largest[run % channels] as number;
    for (const end = i + length; i < end; i++) most = Math.max(most, Math.abs(values[i] as number));
    largest[run % channels] = most;
  }
  return largest;
}
