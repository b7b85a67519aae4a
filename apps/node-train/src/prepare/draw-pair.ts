import { type ImagePair, joinSideBySide, type Pixels } from '@pix2pix-ts/data';
import { encodePng } from '@pix2pix-ts/data/node';
import sharp from 'sharp';

/** A picture as it comes in a package. */
export type Drawing = {
  readonly bytes: Uint8Array;
  /** The side of an SVG's view box, so that its lines are drawn at the size asked for and not enlarged. */
  readonly svgSide?: number;
};

/** The side-by-side PNG of two drawings, each fitted into a white square. */
export async function drawPair(a: Drawing, b: Drawing, size: number): Promise<Uint8Array> {
  const [left, right] = await Promise.all([draw(a, size), draw(b, size)]);
  const pair: ImagePair = { a: left, b: right };
  return encodePng(joinSideBySide(pair));
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
