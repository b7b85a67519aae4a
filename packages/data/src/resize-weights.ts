/** For each place of the resized line: where its inputs begin, how many they are, and what each one weighs. */
export type ResizeWeights = {
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** `stride` weights per place, in units of 2^-FRACTION_BITS. */
  readonly weights: Int32Array;
  readonly stride: number;
};

/** 8 bits for the values, two for the sign and what sums overshoot, the rest of an int32 for the weights' fraction. */
export const FRACTION_BITS = 22;

/** How far the bicubic kernel reaches. */
const REACH = 2;

/**
 * The weights that resize a line of `from` values to `to`: a bicubic kernel around the place's centre, made as much
 * wider as the line gets shorter, so that every input counts and nothing aliases.
 */
export function resizeWeights(from: number, to: number): ResizeWeights {
  const scale = from / to;
  const widening = Math.max(scale, 1);
  const reach = REACH * widening;
  const stride = Math.ceil(reach) * 2 + 1;
  const first = new Int32Array(to);
  const count = new Int32Array(to);
  const weights = new Int32Array(to * stride);
  for (let place = 0; place < to; place++) {
    const center = (place + 0.5) * scale;
    const begin = Math.max(0, Math.trunc(center - reach + 0.5));
    const end = Math.min(from, Math.trunc(center + reach + 0.5));
    const line = Array.from({ length: end - begin }, (_, i) => bicubic((begin + i - center + 0.5) / widening));
    const sum = line.reduce((total, weight) => total + weight, 0);
    first[place] = begin;
    count[place] = line.length;
    line.forEach((weight, i) => {
      weights[place * stride + i] = roundAwayFromZero((weight / sum) * 2 ** FRACTION_BITS);
    });
  }
  return { first, count, weights, stride };
}

/** Keys's cubic convolution kernel with a = -1/2 (Keys 1981, equation 15). */
function bicubic(x: number): number {
  const distance = Math.abs(x);
  if (distance < 1) return (1.5 * distance - 2.5) * distance * distance + 1;
  if (distance < 2) return ((-0.5 * distance + 2.5) * distance - 4) * distance + 2;
  return 0;
}

function roundAwayFromZero(value: number): number {
  return Math.trunc(value + (value < 0 ? -0.5 : 0.5));
}
