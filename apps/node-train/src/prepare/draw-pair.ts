import type { ImagePair, Pixels } from '@pix2pix-ts/data';
import sharp from 'sharp';

/** A picture as it comes in a package. */
export type Drawing = {
  readonly bytes: Uint8Array;
  /** The side of an SVG's view box, so that its lines are drawn at the size asked for and not enlarged. */
  readonly svgSide?: number;
};

/** Two drawings, each fitted into a white square of this side. */
export async function drawPair(drawings: { a: Drawing; b: Drawing }, size: number): Promise<ImagePair> {
  const [a, b] = await Promise.all([draw(drawings.a, size), draw(drawings.b, size)]);
  return { a, b };
}

async function draw({ bytes, svgSide }: Drawing, size: number): Promise<Pixels> {
  // sharp draws an SVG at 72 dots per inch, one a unit of its view box.
  const image = sharp(bytes, svgSide ? { density: (72 * size) / svgSide } : {});
  const { data, info } = await image
    .resize(size, size, { fit: 'contain', background: '#fff' })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}
