/** From which pixels of an axis the pixel of the resized one came, and the part of the second. */
export type Source = { first: number; second: number; part: number };

export type ResizeAttrs = { alignCorners?: boolean; halfPixelCenters?: boolean };

/** Where the nearest neighbours of an axis come from, in the float32 of the forward kernel. */
export function nearestSources(
  size: number,
  newSize: number,
  { alignCorners, halfPixelCenters }: ResizeAttrs,
): Source[] {
  const scale = scaleOf(size, newSize, alignCorners);
  return Array.from({ length: newSize }, (_, i) => {
    const place = Math.fround(scale * (halfPixelCenters ? i + 0.5 : i));
    const first = Math.min(size - 1, alignCorners ? Math.round(place) : Math.floor(place));
    return { first, second: first, part: 0 };
  });
}

/** Where a linear resize of an axis takes its values from. */
export function linearSources(
  size: number,
  newSize: number,
  { alignCorners, halfPixelCenters }: ResizeAttrs,
): Source[] {
  const scale = scaleOf(size, newSize, alignCorners);
  return Array.from({ length: newSize }, (_, i) => {
    const place = Math.max(0, Math.fround(halfPixelCenters ? scale * (i + 0.5) - 0.5 : scale * i));
    const first = Math.min(size - 1, Math.floor(place));
    return { first, second: Math.min(size - 1, first + 1), part: place - Math.floor(place) };
  });
}

function scaleOf(size: number, newSize: number, alignCorners: boolean | undefined): number {
  return Math.fround(alignCorners && newSize > 1 ? (size - 1) / (newSize - 1) : size / newSize);
}

/**
 * Adds each pixel of dy to the pixels it came from.
 *
 * @returns the sums, of the images' size
 */
export function scatterPixels(
  dy: Float32Array,
  [batch, height, width, channels]: ImageShape,
  rows: Source[],
  columns: Source[],
) {
  const sums = new Float64Array(batch * height * width * channels);
  let at = 0;
  const add = (begin: number, part: number, from: number) => {
    if (part === 0) return; // 0 * Infinity is not 0
    for (let c = 0; c < channels; c++) sums[begin + c] = (sums[begin + c] as number) + part * (dy[from + c] as number);
  };
  for (let image = 0; image < batch; image++)
    for (const row of rows)
      for (const column of columns) {
        const pixel = (y: number, x: number) => ((image * height + y) * width + x) * channels;
        add(pixel(row.first, column.first), (1 - row.part) * (1 - column.part), at);
        add(pixel(row.first, column.second), (1 - row.part) * column.part, at);
        add(pixel(row.second, column.first), row.part * (1 - column.part), at);
        add(pixel(row.second, column.second), row.part * column.part, at);
        at += channels;
      }
  return sums;
}

export type ImageShape = [batch: number, height: number, width: number, channels: number];
