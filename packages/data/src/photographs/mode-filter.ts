/** What each pixel of a picture is, a number from 0. */
export type Classes = {
  /** Row by row. */
  readonly classes: Uint8Array;
  /** Pixels of a row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
};

/** @see modeFilter */
export type ModeFilterOptions = {
  /** Pixels to either side that decide together, 1 to 100: patches smaller than half of that square go into what is around them. */
  radius: number;
  /** How many classes there are, those that nothing becomes included. */
  count: number;
  /** Pixels that keep their class, and do not count for the others. @default none */
  isFixed?: (pixel: number) => boolean;
  /** The first class that pixels may become. @default 0 */
  first?: number;
};

/**
 * Each pixel becomes the commonest class of the square around it, of two that are as common the smaller number, so that
 * borders are such as one would draw. Counted by sums along the rows and then along the columns.
 */
export function modeFilter({ classes, width, height }: Classes, options: ModeFilterOptions): Uint8Array {
  const { radius, count, isFixed = () => false, first = 0 } = options;
  const result = Uint8Array.from(classes);
  const most = new Uint16Array(classes.length);
  for (let one = first; one < count; one++) {
    const counts = boxSums({ classes, width, height }, one, radius);
    for (let pixel = 0; pixel < result.length; pixel++) {
      if ((counts[pixel] as number) <= (most[pixel] as number) || isFixed(pixel)) continue;
      most[pixel] = counts[pixel] as number;
      result[pixel] = one;
    }
  }
  return result;
}

/** How often a class is in the square around each pixel; beyond the edges there is none. */
function boxSums({ classes, width, height }: Classes, one: number, radius: number): Uint16Array {
  const ofRows = slidingSums(
    Uint16Array.from(classes, (each) => (each === one ? 1 : 0)),
    { lines: height, alongLine: 1, fromLine: width, length: width },
    radius,
  );
  return slidingSums(ofRows, { lines: width, alongLine: width, fromLine: 1, length: height }, radius);
}

type Lines = { lines: number; alongLine: number; fromLine: number; length: number };

function slidingSums(values: Uint16Array, of: Lines, radius: number): Uint16Array {
  const { lines, alongLine, fromLine, length } = of;
  const sums = new Uint16Array(values.length);
  for (let line = 0; line < lines; line++) {
    const at = (place: number) =>
      place < 0 || place >= length ? 0 : (values[line * fromLine + place * alongLine] as number);
    let sum = 0;
    for (let place = 0; place < radius; place++) sum += at(place);
    for (let place = 0; place < length; place++) {
      sum += at(place + radius) - at(place - radius - 1);
      sums[line * fromLine + place * alongLine] = sum;
    }
  }
  return sums;
}
