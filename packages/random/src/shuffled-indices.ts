import type { KeyPart } from './hash-key.ts';
import { randomStream } from './random-stream.ts';

/** The numbers 0 .. length - 1 in the random order of this key (Fisher and Yates). */
export function shuffledIndices(length: number, ...key: readonly KeyPart[]): Uint32Array {
  const stream = randomStream(...key);
  const indices = Uint32Array.from({ length }, (_, index) => index);
  for (let last = length - 1; last > 0; last--) {
    const other = stream.integer(last + 1);
    const kept = indices[last] as number;
    indices[last] = indices[other] as number;
    indices[other] = kept;
  }
  return indices;
}
