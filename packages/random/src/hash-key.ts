/** A part of a stream's key: a seed, a step, a layer's name. */
export type KeyPart = number | string;

/** 128 bits for a key, as four int32: one 32-bit hash per lane. Numbers and strings that look alike hash differently. */
export function hashKey(key: readonly KeyPart[]): number[] {
  const text = JSON.stringify(key);
  return [1, 2, 3, 4].map((lane) => hashText(text, lane));
}

/** A 32-bit hash of a text (FNV-1a over UTF-16 code units, ended by the mixing steps of MurmurHash3), as an int32. */
export function hashText(text: string, seed = 0): number {
  let hash = 0x811c9dc5 ^ Math.imul(seed, 0x9e3779b9);
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
