import type { Pixels } from '@pix2pix-ts/data';

/** Between two pictures, in pixels. */
const GUTTER = 6;
/** Neither white nor black, so that the edge of a picture on white paper shows. */
const BACKGROUND = [226, 228, 233] as const;

/**
 * Pictures of one size in rows and columns, each pixel `scale` wide and high, as one picture.
 *
 * @throws RangeError where the rows differ in length or the pictures in size
 */
export function grid(rows: readonly (readonly Pixels[])[], scale = 1): Pixels {
  const first = rows[0]?.[0];
  if (!first) throw new RangeError('Expected at least one picture, got none. Add one.');
  const columns = rows[0]?.length ?? 0;
  const [stepX, stepY] = [first.width * scale + GUTTER, first.height * scale + GUTTER];
  const [width, height] = [columns * stepX + GUTTER, rows.length * stepY + GUTTER];
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < data.length; i += 3) data.set(BACKGROUND, i);
  for (const [row, pictures] of rows.entries()) {
    if (pictures.length !== columns)
      throw new RangeError(`Expected ${columns} pictures in every row, got ${pictures.length}. Fill the row.`);
    for (const [column, picture] of pictures.entries()) {
      if (picture.width !== first.width || picture.height !== first.height)
        throw new RangeError(
          `Expected pictures of ${first.width}x${first.height}, got ${picture.width}x${picture.height}. Resize them first.`,
        );
      place(picture, { data, width, height }, GUTTER + column * stepX, GUTTER + row * stepY, scale);
    }
  }
  return { data, width, height };
}

function place(picture: Pixels, onto: Pixels & { data: Uint8Array }, left: number, top: number, scale: number): void {
  for (let y = 0; y < picture.height * scale; y++)
    for (let x = 0; x < picture.width * scale; x++) {
      const from = (Math.floor(y / scale) * picture.width + Math.floor(x / scale)) * 3;
      onto.data.set(picture.data.subarray(from, from + 3), ((top + y) * onto.width + left + x) * 3);
    }
}
