import type { Pixels } from '../pixels.ts';

/** The brand of an AVIF that moves, and of one that does not, in the file's first box (AVIF 1.1, section 6). */
const [SEQUENCE, STILL] = ['avis', 'avif'];

/** The bytes of an AVIF that moves as one that does not: it holds its first frame as a picture too, and is refused else. */
export function asStill(bytes: Uint8Array): Uint8Array {
  if (Buffer.from(bytes.subarray(4, 12)).toString('latin1') !== `ftyp${SEQUENCE}`) return bytes;
  const still = Uint8Array.from(bytes);
  still.set(Buffer.from(STILL as string), 8);
  return still;
}

/**
 * Whitens what the first frame of a GIF leaves of its canvas: it is transparent, as browsers show it, also where the file
 * says nothing of transparency and a decoder leaves black.
 */
export function whitenAroundFrame(gif: Uint8Array, { data, width, height }: Pixels): void {
  const frame = firstFrame(gif);
  if (!frame) return;
  for (let y = 0, at = 0; y < height; y++) {
    const isRow = y >= frame.top && y < frame.top + frame.height;
    for (let x = 0; x < width; x++, at += 3) {
      if (!isRow || x < frame.left || x >= frame.left + frame.width) data.fill(255, at, at + 3);
    }
  }
}

/** Where the first image descriptor of GIF89a lies on the canvas; undefined in a file that is cut before it. */
function firstFrame(gif: Uint8Array): { left: number; top: number; width: number; height: number } | undefined {
  const byteAt = (at: number) => gif[at] ?? 0;
  const colours = byteAt(10) & 0x80 ? 3 << ((byteAt(10) & 7) + 1) : 0;
  let at = 13 + colours;
  while (byteAt(at) === EXTENSION) {
    at += 2;
    while (byteAt(at) > 0) at += 1 + byteAt(at);
    at++;
  }
  if (byteAt(at) !== IMAGE) return undefined;
  const [left, top, width, height] = [1, 3, 5, 7].map((offset) => byteAt(at + offset) + 256 * byteAt(at + offset + 1));
  return { left, top, width, height } as ReturnType<typeof firstFrame>;
}

const [EXTENSION, IMAGE] = [0x21, 0x2c];
