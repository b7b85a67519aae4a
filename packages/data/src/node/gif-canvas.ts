import { DataError } from '../data-error.ts';
import { MAX_PIXELS } from '../pixels.ts';
import type { Rgb } from './read-colours.ts';

type Box = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };

/**
 * The first frame of a GIF on its full canvas, as browsers show it: white where the frame leaves it free. The decoder makes
 * that black where the file knows no transparency, and of canvases as large as old screens it leaves it out.
 *
 * @throws DataError where the canvas has more pixels than a picture may have
 */
export function onGifCanvas(name: string, gif: Uint8Array, decoded: Rgb): Rgb {
  const frame = firstFrame(gif);
  if (!frame) return decoded;
  const width = Math.max(decoded.width, shortAt(gif, 6));
  const height = Math.max(decoded.height, shortAt(gif, 8));
  if (width * height > MAX_PIXELS) {
    throw new DataError(
      `Expected at most ${MAX_PIXELS / 1e6} million pixels in ${name}, got ${width}x${height}. Make it smaller.`,
    );
  }
  if (frame.left + frame.top === 0 && frame.width >= width && frame.height >= height) return decoded;
  const data = new Uint8Array(3 * width * height).fill(255);
  const right = Math.min(frame.left + frame.width, decoded.width);
  for (let y = frame.top; y < Math.min(frame.top + frame.height, decoded.height) && frame.left < right; y++) {
    const from = y * decoded.width;
    data.set(decoded.data.subarray(3 * (from + frame.left), 3 * (from + right)), 3 * (y * width + frame.left));
  }
  return { data, width, height };
}

const [EXTENSION, IMAGE] = [0x21, 0x2c];

/** Where the first image is on the canvas (GIF89a, sections 18 to 24); undefined in a file that is cut before it. */
function firstFrame(gif: Uint8Array): Box | undefined {
  const byteAt = (at: number) => gif[at] ?? 0;
  let at = 13 + (byteAt(10) & 0x80 ? 3 << ((byteAt(10) & 7) + 1) : 0);
  while (byteAt(at) === EXTENSION) {
    at += 2;
    while (byteAt(at) > 0) at += 1 + byteAt(at);
    at++;
  }
  if (byteAt(at) !== IMAGE) return undefined;
  const [left, top, width, height] = [1, 3, 5, 7].map((offset) => shortAt(gif, at + offset)) as [
    number,
    number,
    number,
    number,
  ];
  return { left, top, width, height };
}

function shortAt(gif: Uint8Array, at: number): number {
  return (gif[at] ?? 0) + 256 * (gif[at + 1] ?? 0);
}
