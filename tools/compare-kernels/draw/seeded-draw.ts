import type { Values, ValueType } from '../kernel-case.ts';

/** Draws that a seed repeats. */
export type Draw = {
  /** An integer from `least` to `most`. */
  whole(least: number, most: number): number;
  one<T>(choices: readonly T[]): T;
  chance(probability: number): boolean;
  /** A shape of this rank; an axis is now and then 0 or 1. */
  shape(rank: number, most?: number): number[];
  /** Values from -4 to 4, or truths; `special` mixes in what rounds, overflows or is not a number. */
  tensor(shape: number[], dtype?: ValueType, special?: boolean): Values;
};

const SPECIAL = [
  0,
  -0,
  0.5,
  -0.5,
  1.5,
  2.5,
  -2.5,
  1,
  -1,
  88,
  -88,
  100,
  -100,
  1e-7,
  -1e-7,
  1e30,
  Infinity,
  -Infinity,
  NaN,
];

/**
 * @param seed any text
 * @param isOrdinary whether special values are left out, as for gradients, which have steps there
 */
export function seededDraw(seed: string, isOrdinary = false): Draw {
  let state = hashOf(seed);
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  const one = <T>(choices: readonly T[]) => choices[whole(0, choices.length - 1)] as T;
  const chance = (probability: number) => next() < probability;
  const axis = (most: number) => {
    if (chance(0.06)) return 0;
    return chance(0.2) ? 1 : whole(1, most);
  };
  const value = (dtype: ValueType, special: boolean) => {
    if (dtype === 'bool') return whole(0, 1);
    if (dtype === 'int32') return whole(-6, 6);
    return special && chance(0.3) ? Math.fround(one(SPECIAL)) : Math.fround(8 * next() - 4);
  };
  return {
    whole,
    one,
    chance,
    shape: (rank, most = 5) => Array.from({ length: rank }, () => axis(most)),
    tensor(shape, dtype = 'float32', special = false) {
      const size = shape.reduce((a, b) => a * b, 1);
      return { shape, dtype, values: Array.from({ length: size }, () => value(dtype, special && !isOrdinary)) };
    },
  };
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) as number), 0x01000193);
  return hash >>> 0;
}
