import type { Picture } from '@pix2pix-ts/common';

/**
 * A picture of red, green, blue and alpha without its alpha: laid over white, c a + 255 (1 - a) rounded to the nearest value.
 * That is also what a browser's canvas holds, whose colours are multiplied by their alpha and rounded: 255 (1 - a) is an
 * integer, so nothing is rounded twice.
 */
export function overWhite({
  data,
  width,
  height,
}: Picture<Uint8Array | Uint8ClampedArray>): Picture<Uint8ClampedArray<ArrayBuffer>> {
  const rgb = new Uint8ClampedArray(width * height * 3); // rounds and clips by itself
  for (let from = 0, to = 0; from < data.length; from += 4) {
    const alpha = (data[from + 3] as number) / 255;
    for (let channel = 0; channel < 3; channel++) {
      rgb[to++] = 255 + alpha * ((data[from + channel] as number) - 255);
    }
  }
  return { data: rgb, width, height };
}
