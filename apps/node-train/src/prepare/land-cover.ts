import { CHANNELS, modeFilter, nearestColour, type Pixels } from '@pix2pix-ts/data';
import { GROUNDS, type Ground } from './planet-colours.ts';

/** What ground a map has at each pixel, row by row: a place in the list of grounds, in which the sea comes first. */
export type LandCover = { readonly grounds: Uint8Array; readonly width: number; readonly height: number };

const LIST: readonly Ground[] = Object.values(GROUNDS);
const SEA = 0;
/** The colours that the grounds of land have, and which ground each is of. */
const SEEN = LIST.flatMap(({ seen }, ground) => seen.map((colour) => ({ colour, ground })));
const COLOURS = SEEN.map(({ colour }) => colour);
/** Pixels to either side that decide together: patches that are smaller than half of that square go into what is around them. */
const SMOOTHING = 5;

/**
 * The kinds of ground in a satellite picture: by the nearest colour, or the sea where the mask says so; then each pixel of
 * land takes the commonest ground of land around it, so that the borders are such as one would draw.
 *
 * @param picture with its details smoothed away
 * @param isSea of each pixel
 */
export function landCover(picture: Pixels, isSea: (pixel: number) => boolean): LandCover {
  const { data, width, height } = picture;
  const grounds = new Uint8Array(width * height);
  for (let pixel = 0; pixel < grounds.length; pixel++)
    grounds[pixel] = isSea(pixel) ? SEA : (SEEN[nearestColour(data, pixel * CHANNELS, COLOURS)]?.ground as number);
  const options = { radius: SMOOTHING, count: LIST.length, first: SEA + 1, isFixed: isSea };
  return { grounds: modeFilter({ classes: grounds, width, height }, options), width, height };
}

/** A part of the map as one would paint it, in flat colours, of this many pixels a side. */
export function paintMap(map: LandCover, left: number, top: number, side: number, size: number): Pixels {
  const data = new Uint8Array(size * size * CHANNELS);
  const at = (place: number) => Math.floor(((place + 0.5) * side) / size);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const ground = map.grounds[(top + at(y)) * map.width + left + at(x)] as number;
      data.set((LIST[ground] as Ground).paint, (y * size + x) * CHANNELS);
    }
  return { data, width: size, height: size };
}

/** The share of a square of the map that is land. */
export function shareOfLand({ grounds, width }: LandCover, left: number, top: number, side: number): number {
  let land = 0;
  for (let y = top; y < top + side; y++)
    for (let x = left; x < left + side; x++) if (grounds[y * width + x] !== SEA) land++;
  return land / side ** 2;
}
