import type { ImageLike } from '@pix2pix-ts/pix2pix';

/** A picture of smooth colours, as a canvas gives it: RGBA, wider than high, half transparent in a corner. */
export function picture(): ImageLike {
  const [width, height] = [80, 56];
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = [(255 * x) / width, (255 * y) / height, 128 + 127 * Math.sin((x + y) / 7)];
      data.set([...colour, x + y < 30 ? 128 : 255], 4 * (y * width + x));
    }
  }
  return { data, width, height };
}
