import type { Pixels } from '@pix2pix-ts/data';

/** A picture as a canvas takes it. */
export function imageDataOf({ data, width, height }: Pixels): ImageData {
  const image = new ImageData(width, height);
  for (let from = 0, to = 0; from < data.length; to++) {
    for (let channel = 0; channel < 3; channel++) image.data[to++] = data[from++] as number;
    image.data[to] = 255;
  }
  return image;
}
