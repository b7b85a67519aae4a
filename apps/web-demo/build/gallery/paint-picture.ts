import { colourOf } from '@pix2pix-ts/data';
import sharp, { type Sharp } from 'sharp';
import { floodFill } from '../../src/draw/flood-fill.ts';
import { type Operation, SIDE } from '../../src/draw/operation.ts';
import { newPlanet } from '../../src/planet/new-planet.ts';

/** Red, green, blue and alpha, row by row, of {@link SIDE} by {@link SIDE}. */
type Paper = Uint8ClampedArray<ArrayBuffer>;

/** Paints a drawing as the page does, but for its antialiasing: as a PNG of {@link SIDE} by {@link SIDE}. */
export async function paintPicture(operations: readonly Operation[]): Promise<Buffer> {
  let paper: Paper = new Uint8ClampedArray(4 * SIDE * SIDE).fill(255);
  for (const operation of operations) paper = await painted(paper, operation);
  return rawOf(paper).png().toBuffer();
}

async function painted(paper: Paper, operation: Operation): Promise<Paper> {
  if (operation.kind === 'planet') return newPlanet(operation.seed, SIDE).data;
  if (operation.kind === 'fill') {
    const [x = 0, y = 0] = operation.points;
    const [colour = 0] = new Uint32Array(Uint8Array.of(...colourOf(operation.colour), 255).buffer);
    floodFill(paper, SIDE, SIDE, [x, y], colour);
    return paper;
  }
  if (operation.kind !== 'stroke') throw new Error(`Expected strokes, fills and planets, got ${operation.kind}.`);
  const { points, colour, width } = operation;
  // A point alone is a dot.
  const line = points.length === 2 ? [...points, ...points] : points;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}"><polyline points="${line.join(' ')}"
    fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
  const data = await rawOf(paper)
    .composite([{ input: Buffer.from(svg) }])
    .raw()
    .toBuffer();
  return new Uint8ClampedArray(data);
}

function rawOf(paper: Paper): Sharp {
  return sharp(Buffer.from(paper.buffer), { raw: { width: SIDE, height: SIDE, channels: 4 } });
}
