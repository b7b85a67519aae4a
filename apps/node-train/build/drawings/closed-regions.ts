import { CHANNELS, flood, isAtEdge, type Pixels, stepsFromLines } from '@pix2pix-ts/data';

/** A part of a drawing that lines close in. */
export type Region = {
  /** Its pixels that are not next to a line. */
  readonly pixels: readonly number[];
  /** The pixel that is farthest from a line, and how many steps that is. */
  readonly middle: { readonly x: number; readonly y: number };
  readonly depth: number;
};

/** Darker than this is a line. */
const LINE = 160;
/** Steps from a line within which a pixel is not looked at: the line's own soft edge, and what a model blurs there. */
const EDGE = 2;
/** A region with fewer pixels to look at, of a picture of 128 px, is a gap between lines. */
const LEAST_PIXELS = 9;

/** The closed regions of a drawing in black on white, the largest first. What touches the picture's edge is the background. */
export function closedRegions(picture: Pixels): Region[] {
  const { width, height } = picture;
  const isLine = (pixel: number) => (picture.data[pixel * CHANNELS] as number) < LINE;
  const depths = stepsFromLines({ width, height, isLine });
  const seen = new Uint8Array(width * height);
  const regions: Region[] = [];
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] || isLine(start)) continue;
    const all = flood(start, { width, height, isLine }, seen);
    const touchesEdge = all.some((pixel) => isAtEdge(pixel, width, height));
    const pixels = all.filter((pixel) => (depths[pixel] as number) > EDGE);
    if (touchesEdge || pixels.length < (LEAST_PIXELS * width * height) / 128 ** 2) continue;
    const middle = pixels.reduce((best, pixel) =>
      (depths[pixel] as number) > (depths[best] as number) ? pixel : best,
    );
    regions.push({
      pixels,
      middle: { x: middle % width, y: Math.floor(middle / width) },
      depth: depths[middle] as number,
    });
  }
  return regions.sort((one, another) => another.pixels.length - one.pixels.length);
}
