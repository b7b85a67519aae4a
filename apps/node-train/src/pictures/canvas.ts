import type { Pixels } from '@pix2pix-ts/data';

/** Red, green and blue. */
export type Colour = readonly [number, number, number];

const CHANNELS = 3;

/** An image that is drawn on. */
export type Canvas = Pixels & { readonly data: Uint8Array };

/** A canvas of one colour. */
export function createCanvas(width: number, height: number, colour: Colour): Canvas {
  const canvas = { data: new Uint8Array(width * height * CHANNELS), width, height };
  fillRectangle(canvas, 0, 0, width, height, colour);
  return canvas;
}

/** Fills a rectangle that lies inside the canvas. */
export function fillRectangle(
  canvas: Canvas,
  left: number,
  top: number,
  width: number,
  height: number,
  colour: Colour,
): void {
  for (let y = top; y < top + height; y++) {
    for (let x = left; x < left + width; x++) canvas.data.set(colour, (y * canvas.width + x) * CHANNELS);
  }
}

/** Draws an image, every pixel `scale` wide and high, so that its upper left corner is at (left, top). */
export function drawImage(canvas: Canvas, image: Pixels, left: number, top: number, scale: number): void {
  const row = new Uint8Array(image.width * scale * CHANNELS);
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++) {
      const from = (y * image.width + x) * CHANNELS;
      const pixel = image.data.subarray(from, from + CHANNELS);
      for (let i = 0; i < scale; i++) row.set(pixel, (x * scale + i) * CHANNELS);
    }
    for (let i = 0; i < scale; i++) canvas.data.set(row, ((top + y * scale + i) * canvas.width + left) * CHANNELS);
  }
}
