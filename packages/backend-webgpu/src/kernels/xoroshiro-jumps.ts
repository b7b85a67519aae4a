/** A generator's state: the words s01, s00, s11 and s10 of xoroshiro128+, as `pure-rand` has them. */
type State = [number, number, number, number];

/** So many draws a jump skips, or twice as many, four times, ... */
export const DRAWS = 64;
/** Enough for 2^32 draws. */
const JUMPS = 26;
const BITS = 128;

/**
 * How the generator skips draws: its step is linear over the field of two elements, so that skipping is the product with a
 * matrix of bits. The matrices of `DRAWS`, 2 `DRAWS`, 4 `DRAWS`, ... draws, each as its 128 columns of four words.
 */
export function jumpMatrices(): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(JUMPS * BITS * 4);
  let columns = Array.from({ length: BITS }, (_, bit) => step(unit(bit)));
  for (let draws = 1; draws < DRAWS; draws *= 2) columns = squared(columns);
  for (let jump = 0; jump < JUMPS; jump++) {
    words.set(columns.flat(), jump * BITS * 4); // as unsigned words
    columns = squared(columns);
  }
  return words;
}

const unit = (bit: number) => [0, 1, 2, 3].map((word) => (word === bit >> 5 ? 1 << (bit & 31) : 0)) as State;

/** xoroshiro128+ (Blackman and Vigna 2018) with 24, 16 and 37 for its shifts, on halves of its two 64-bit words. */
function step([s01, s00, s11, s10]: State): State {
  const [low, high] = [s10 ^ s00, s11 ^ s01];
  return [
    (s01 << 24) ^ (s00 >>> 8) ^ high ^ ((high << 16) | (low >>> 16)),
    (s00 << 24) ^ (s01 >>> 8) ^ low ^ (low << 16),
    (low << 5) ^ (high >>> 27),
    (high << 5) ^ (low >>> 27),
  ];
}

function squared(columns: State[]): State[] {
  return columns.map((column) => {
    const product: State = [0, 0, 0, 0];
    for (let bit = 0; bit < BITS; bit++) {
      if ((((column[bit >> 5] as number) >>> (bit & 31)) & 1) === 0) continue;
      (columns[bit] as State).forEach((word, i) => {
        (product[i] as number) ^= word;
      });
    }
    return product;
  });
}
