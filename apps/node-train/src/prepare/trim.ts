import sharp from 'sharp';

/** A square part of an SVG's view box, in its units. */
export type Box = { readonly left: number; readonly top: number; readonly side: number };

const VIEW_BOX = /viewBox="[^"]*"/;
/** What is left around a drawing, as a share of its larger side. */
const MARGIN = 0.04;
/** Pixels of a unit of the view box when the drawing's edges are looked for. */
const FINENESS = 2;

/** The smallest square with all of a drawing on white in its middle, and a small margin; the whole where it is empty. */
export async function trimmedBox(svg: Uint8Array, side: number): Promise<Box> {
  const { data, info } = await sharp(svg, { density: 72 * FINENESS })
    .flatten({ background: '#fff' })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const isDrawn = (x: number, y: number) => (data[y * width + x] as number) < 250;
  const [columns, rows] = [Array.from({ length: width }, (_, x) => x), Array.from({ length: height }, (_, y) => y)];
  const drawnColumns = columns.filter((x) => rows.some((y) => isDrawn(x, y)));
  const drawnRows = rows.filter((y) => columns.some((x) => isDrawn(x, y)));
  if (drawnColumns.length === 0) return { left: 0, top: 0, side };
  const [left, right] = [drawnColumns[0] as number, (drawnColumns.at(-1) as number) + 1];
  const [top, bottom] = [drawnRows[0] as number, (drawnRows.at(-1) as number) + 1];
  const longer = Math.max(right - left, bottom - top) * (1 + 2 * MARGIN);
  return {
    left: (left + right - longer) / 2 / FINENESS,
    top: (top + bottom - longer) / 2 / FINENESS,
    side: longer / FINENESS,
  };
}

/** An SVG of this part of itself. */
export function trimTo(svg: Uint8Array, { left, top, side }: Box): Uint8Array {
  const text = Buffer.from(svg).toString('utf8');
  return Buffer.from(text.replace(VIEW_BOX, `viewBox="${left} ${top} ${side} ${side}"`));
}
