import { CHANNELS, type Pixels } from '@pix2pix-ts/data';
import { DRAWING_SIDE, PEN } from '@pix2pix-ts/testing/twelve-drawings';
import sharp from 'sharp';
import type { Region } from './closed-regions.ts';
import { COLOURS } from './colours.ts';

/** How large a drawing is on the sheet, and where: 0 is at the left or the top, 1 at the right or the bottom. */
export type Placing = { readonly scale: number; readonly x: number; readonly y: number };

/** Whole, smaller and small, in the middle and in two corners. */
export const PLACINGS: readonly Placing[] = [
  { scale: 1, x: 0.5, y: 0.5 },
  ...[0.7, 0.45].flatMap((scale) => [0.5, 0, 1].map((place) => ({ scale, x: place, y: place }))),
];

/** A drawing in black on white; its pen is as wide whatever the size, as when a person draws smaller. */
export async function drawPicture(drawing: string, { scale, x, y }: Placing, size: number): Promise<Pixels> {
  const free = DRAWING_SIDE * (1 - scale);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${DRAWING_SIDE} ${DRAWING_SIDE}">
    <rect width="100%" height="100%" fill="#fff"/>
    <g transform="translate(${free * x} ${free * y}) scale(${scale})" fill="none" stroke="#000" stroke-width="${PEN / scale}"
      stroke-linecap="round" stroke-linejoin="round">${drawing}</g></svg>`;
  const { data, info } = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}

/** A drawing whose closed lines are painted, each in a colour of its own; open ones stay lines. */
export function paintedFlat(drawing: string): string {
  let next = 0;
  return drawing.replace(/<(circle|ellipse|path d="[^"]*Z")/g, (shape) => {
    const colour = COLOURS[next++ % COLOURS.length] as readonly number[];
    return shape.replace(/^<\w+/, (tag) => `${tag} fill="rgb(${colour.join()})" stroke="none"`);
  });
}

/** The picture with a dot of a colour in the middle of each region. */
export function withDots(picture: Pixels, regions: readonly Region[], colours: readonly (readonly number[])[]): Pixels {
  const data = Uint8Array.from(picture.data);
  regions.forEach(({ middle, depth }, i) => {
    const radius = Math.min(depth - 1, picture.width * 0.03);
    const colour = colours[i % colours.length] as readonly number[];
    for (let y = 0; y < picture.height; y++)
      for (let x = 0; x < picture.width; x++)
        if ((x - middle.x) ** 2 + (y - middle.y) ** 2 <= radius ** 2)
          data.set(colour, (y * picture.width + x) * CHANNELS);
  });
  return { ...picture, data };
}
