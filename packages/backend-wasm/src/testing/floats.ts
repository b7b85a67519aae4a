import * as fc from 'fast-check';

/** Fills an array with any floats, not-a-numbers and infinities among them. */
export const anyFloats = (size: number): fc.Arbitrary<Float32Array> =>
  fc.float32Array({ minLength: size, maxLength: size });

/** As many floats of a seed, spread around 0 like a network's activations. */
export function seededFloats(size: number, seed: number, scale = 1): Float32Array {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  return Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return scale * (state / 2 ** 31 - 1);
  });
}

/** Where two arrays first differ, -0 and 0 being different; `undefined` where they are the same. Fast on large ones. */
export function firstDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): string | undefined {
  if (actual.length !== expected.length) return `length ${actual.length} for ${expected.length}`;
  for (let i = 0; i < expected.length; i++)
    if (!Object.is(actual[i], expected[i])) return `${actual[i]} for ${expected[i]} at ${i}`;
  return undefined;
}
