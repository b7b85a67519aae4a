import { type ImageSize, sidesOf } from '@pix2pix-ts/common';
import type { Pixels } from '@pix2pix-ts/data';

/** How many pictures there are. */
export const FORMULA_IMAGES = 8;

type Colour = readonly [red: number, green: number, blue: number];

/**
 * A picture of circles, made by formula: the even ones as black lines on white paper, the odd ones filled with colours
 * before a gradient, so that models of drawings and models of pictures both have something to do.
 *
 * @param index from 0 to FORMULA_IMAGES - 1
 * @param size in pixels; a picture that is no square has ovals
 */
export function formulaImage(index: number, size: ImageSize): Pixels {
  const { width, height } = sidesOf(size);
  const data = new Uint8Array(width * height * 3);
  const colourAt = index % 2 === 0 ? lineDrawing : filledShapes;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      data.set(colourAt(index, (x + 0.5) / width, (y + 0.5) / height), 3 * (y * width + x));
    }
  }
  return { data, width, height };
}

/** Distances from the rims of three circles, below 0 inside; x and y from 0 to 1. */
function rims(index: number, x: number, y: number): number[] {
  return [0, 1, 2].map((circle) => {
    const angle = index + (circle * 2 * Math.PI) / 3;
    const radius = 0.34 - 0.1 * circle;
    return Math.hypot(x - 0.5 - 0.13 * Math.cos(angle), y - 0.5 - 0.13 * Math.sin(angle)) - radius;
  });
}

function lineDrawing(index: number, x: number, y: number): Colour {
  const nearest = Math.min(...rims(index, x, y).map(Math.abs));
  const ink = Math.max(0, Math.min(1, 2.5 - 100 * nearest)); // lines of 3 hundredths of the side, with soft edges
  const value = Math.round(255 * (1 - ink));
  return [value, value, value];
}

function filledShapes(index: number, x: number, y: number): Colour {
  const circle = rims(index, x, y).findLastIndex((distance) => distance < 0);
  if (circle < 0) return [Math.round(255 * x), Math.round(255 * y), 128];
  const shade = (part: number) => Math.round(127.5 * (1 + Math.cos(index + circle + part)));
  return [shade(0), shade(2), shade(4)];
}
