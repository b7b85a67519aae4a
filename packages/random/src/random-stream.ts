import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { hashKey, type KeyPart } from './hash-key.ts';

/** A sequence of random numbers that depends on its key alone. */
export type RandomStream = {
  /** The next number, uniform in [0, 1). */
  uniform(): number;
  /** The next integer, uniform in 0 .. below - 1, for `below` up to 2^32. */
  integer(below: number): number;
  /** The next number of the standard normal distribution (Marsaglia's polar method). */
  normal(): number;
};

/**
 * The four words, as int32, from which xoroshiro128+ draws the stream of this key, for an engine that draws it by itself:
 * `uniform` is the lower half of each draw, as an integer times 2^-32.
 */
export function randomState(...key: readonly KeyPart[]): number[] {
  return hashKey(key);
}

/**
 * The random stream of this key: equal keys give equal numbers on every machine, and streams of different keys are
 * independent, so a draw for (seed, step, place) does not depend on what was drawn before it.
 */
export function randomStream(...key: readonly KeyPart[]): RandomStream {
  const generator = xoroshiro128plusFromState(randomState(...key));
  const uniform = () => (generator.next() >>> 0) * 2 ** -32;
  let spare: number | undefined;

  // The polar method needs log and sqrt but neither sin nor cos, whose last bit differs between JavaScript engines.
  function normal(): number {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      spare = y * scale;
      return x * scale;
    }
  }

  return { uniform, integer: (below) => Math.floor(uniform() * below), normal };
}
