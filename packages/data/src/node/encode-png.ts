import type { Pixels } from '../pixels.ts';
import { loadSharp } from './load-sharp.ts';

/** An image as the bytes of a PNG file. */
export async function encodePng({ data, width, height }: Pixels): Promise<Uint8Array> {
  const sharp = await loadSharp();
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}
