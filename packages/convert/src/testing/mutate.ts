import { randomStream } from '@pix2pix-ts/random';
import { ConvertError } from '../convert-error.ts';

/** One to four bytes that are other ones, bytes that are left out or come twice, or an end too soon. */
function mutated(file: Uint8Array, draw: (below: number) => number): Uint8Array {
  const at = draw(file.length);
  const kind = draw(8);
  if (kind === 0) return file.slice(0, at);
  if (kind === 1) return Uint8Array.from([...file.subarray(0, at), ...file.subarray(at + 1 + draw(8))]);
  if (kind === 2) return Uint8Array.from([...file.subarray(0, at), ...file.subarray(Math.max(0, at - draw(40)))]);
  const bytes = file.slice();
  for (let i = draw(4); i >= 0; i--) bytes[draw(file.length)] = draw(3) ? draw(256) : 0xff;
  return bytes;
}

/** How many were refused; anything but a ConvertError is thrown on. */
export function refusedOf(file: Uint8Array, count: number, read: (bytes: Uint8Array) => void): number {
  const stream = randomStream('mutate', count);
  const draw = (below: number) => stream.integer(below);
  let refused = 0;
  for (let i = 0; i < count; i++) {
    try {
      read(mutated(file, draw));
    } catch (error) {
      if (!(error instanceof ConvertError)) throw error;
      refused++;
    }
  }
  return refused;
}
