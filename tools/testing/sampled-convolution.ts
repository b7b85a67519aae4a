/** A tensor outside of any backend. */
export type Values = { shape: number[]; values: Float32Array };

/** A convolution of NHWC with equal strides and padding on all sides. */
export type PlainConvolution = { x: number[]; filter: number[]; stride: number; pad: number };

/** Values between -1 and 1 without a pattern. */
export function mixedNumbers(shape: number[], seed: number): Values {
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
  let state = seed;
  for (let i = 0; i < values.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    values[i] = state / 2 ** 31 - 1;
  }
  return { shape, values };
}

/** Normally distributed values: mulberry32 through the Box-Muller transform. */
export function normalNumbers(shape: number[], seed: number): Values {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
  for (let i = 0; i < values.length; i++)
    values[i] = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return { shape, values };
}

/** Some places of a tensor: the first, the last, and others spread over it. */
export function someIndices({ shape, values }: Values, count = 40): number[][] {
  const places = Array.from({ length: count }, (_, i) => Math.round((i * (values.length - 1)) / (count - 1)));
  return places.map((place) => {
    let left = place;
    return shape.map((_, axis) => {
      const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
      const index = Math.floor(left / inner);
      left -= index * inner;
      return index;
    });
  });
}

/** Root mean square of the errors at some places, relative to that of the values there. */
export function relativeDistance(result: Values, at: (index: number[]) => number, count = 1000): number {
  let [errors, values] = [0, 0];
  for (const index of someIndices(result, count)) {
    const expected = at(index);
    errors += (entry(result, ...index) - expected) ** 2;
    values += expected ** 2;
  }
  return Math.sqrt(errors / values);
}

/** The entry of a tensor, 0 outside of it. */
function entry({ shape, values }: Values, ...index: number[]): number {
  let place = 0;
  for (const [axis, i] of index.entries()) {
    const size = shape[axis] as number;
    if (i < 0 || i >= size) return 0;
    place = place * size + i;
  }
  return values[place] as number;
}

/** y[n, oy, ox, o] in float64. */
export function convolutionAt(x: Values, filter: Values, { stride, pad }: PlainConvolution, index: number[]): number {
  const [n, oy, ox, o] = index as [number, number, number, number];
  const [filterHeight, filterWidth, channels] = filter.shape as [number, number, number];
  let sum = 0;
  for (let ky = 0; ky < filterHeight; ky++)
    for (let kx = 0; kx < filterWidth; kx++)
      for (let c = 0; c < channels; c++)
        sum += entry(x, n, oy * stride + ky - pad, ox * stride + kx - pad, c) * entry(filter, ky, kx, c, o);
  return sum;
}

/** dx[n, y, x, c] in float64. */
export function inputGradientAt(
  dy: Values,
  filter: Values,
  { stride, pad }: PlainConvolution,
  index: number[],
): number {
  const [n, y, x, c] = index as [number, number, number, number];
  const [filterHeight, filterWidth, , outChannels] = filter.shape as [number, number, number, number];
  let sum = 0;
  for (let ky = 0; ky < filterHeight; ky++)
    for (let kx = 0; kx < filterWidth; kx++) {
      const [oy, ox] = [(y + pad - ky) / stride, (x + pad - kx) / stride];
      if (!Number.isInteger(oy) || !Number.isInteger(ox)) continue;
      for (let o = 0; o < outChannels; o++) sum += entry(dy, n, oy, ox, o) * entry(filter, ky, kx, c, o);
    }
  return sum;
}

/** dw[ky, kx, c, o] in float64. */
export function filterGradientAt(x: Values, dy: Values, { stride, pad }: PlainConvolution, index: number[]): number {
  const [ky, kx, c, o] = index as [number, number, number, number];
  const [batch, height, width] = dy.shape as [number, number, number];
  let sum = 0;
  for (let n = 0; n < batch; n++)
    for (let oy = 0; oy < height; oy++)
      for (let ox = 0; ox < width; ox++)
        sum += entry(x, n, oy * stride + ky - pad, ox * stride + kx - pad, c) * entry(dy, n, oy, ox, o);
  return sum;
}
