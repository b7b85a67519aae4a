import { CHANNELS, type Pixels } from '@pix2pix-ts/data';
import { type Colour, GROUNDS, type Ground } from './planet-colours.ts';

/** What ground a map has at each pixel, row by row: a place in the list of grounds, in which the sea comes first. */
export type LandCover = { readonly grounds: Uint8Array; readonly width: number; readonly height: number };

const LIST: readonly Ground[] = Object.values(GROUNDS);
const SEA = 0;
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
    grounds[pixel] = isSea(pixel) ? SEA : nearestGround(data, pixel * CHANNELS);
  return { grounds: smoothed({ grounds, width, height }, isSea), width, height };
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

function nearestGround(data: Pixels['data'], at: number): number {
  let [nearest, least] = [SEA, Number.POSITIVE_INFINITY];
  LIST.forEach(({ seen }, ground) => {
    for (const colour of seen) {
      const distance = distanceTo(data, at, colour);
      if (distance < least) [nearest, least] = [ground, distance];
    }
  });
  return nearest;
}

function distanceTo(data: Pixels['data'], at: number, [red, green, blue]: Colour): number {
  return (
    ((data[at] as number) - red) ** 2 + ((data[at + 1] as number) - green) ** 2 + ((data[at + 2] as number) - blue) ** 2
  );
}

/** Counts each ground of land in the square around each pixel, by sums along the rows and then along the columns. */
function smoothed({ grounds, width, height }: LandCover, isSea: (pixel: number) => boolean): Uint8Array {
  const result = new Uint8Array(grounds.length);
  const most = new Uint8Array(grounds.length);
  for (let ground = SEA + 1; ground < LIST.length; ground++) {
    const counts = boxSums(grounds, ground, width, height);
    for (let pixel = 0; pixel < result.length; pixel++) {
      if (isSea(pixel) || (counts[pixel] as number) <= (most[pixel] as number)) continue;
      most[pixel] = counts[pixel] as number;
      result[pixel] = ground;
    }
  }
  return result;
}

/** How often a ground is in the square around each pixel; beyond the edges there is none. */
function boxSums(grounds: Uint8Array, ground: number, width: number, height: number): Uint8Array {
  const ofRows = slidingSums(
    grounds.map((each) => (each === ground ? 1 : 0)),
    { lines: height, alongLine: 1, fromLine: width, length: width },
  );
  return slidingSums(ofRows, { lines: width, alongLine: width, fromLine: 1, length: height });
}

type Lines = { lines: number; alongLine: number; fromLine: number; length: number };

function slidingSums(values: Uint8Array, { lines, alongLine, fromLine, length }: Lines): Uint8Array {
  const sums = new Uint8Array(values.length);
  for (let line = 0; line < lines; line++) {
    const at = (place: number) =>
      place < 0 || place >= length ? 0 : (values[line * fromLine + place * alongLine] as number);
    let sum = 0;
    for (let place = 0; place < SMOOTHING; place++) sum += at(place);
    for (let place = 0; place < length; place++) {
      sum += at(place + SMOOTHING) - at(place - SMOOTHING - 1);
      sums[line * fromLine + place * alongLine] = sum;
    }
  }
  return sums;
}
