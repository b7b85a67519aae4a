/** An 8-bit sRGB image: red, green and blue of each pixel, row by row. */
export type NoisePicture = { readonly data: Uint8Array; readonly width: number; readonly height: number };

type EightBit = Omit<NoisePicture, 'data'> & { readonly data: Uint8Array | Uint8ClampedArray };

/** An image of noise that depends on its size and its key alone. */
export function noise(width: number, height: number, ...key: (number | string)[]): NoisePicture {
  const draw = bytesOf(key.join('/'));
  return { data: Uint8Array.from({ length: width * height * 3 }, draw), width, height };
}

/** The photographic negative: it commutes with every crop and flip, and with a resize up to rounding. */
export function negative({ data, width, height }: EightBit): NoisePicture {
  return { data: Uint8Array.from(data, (value) => 255 - value), width, height };
}

/** Pairs of noise, B the negative of A, that resolve in an order of their own. */
export function noisePairs(count: number, width = 8, height = width) {
  return {
    names: Array.from({ length: count }, (_, index) => `pair${index}`),
    async load(index: number) {
      for (let turns = (index * 7) % 5; turns > 0; turns--) await undefined;
      const a = noise(width, height, index);
      return { a, b: negative(a) };
    },
  };
}

/** Draws of 0 .. 255: Marsaglia's xorshift, begun with the FNV-1a hash of a text. What is tested draws by other means. */
function bytesOf(text: string): () => number {
  let state = 0x811c9dc5;
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) as number), 0x01000193);
  state ||= 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 24;
  };
}
