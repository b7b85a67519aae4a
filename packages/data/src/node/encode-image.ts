import type { Picture } from '@pix2pix-ts/common';
import { loadSharp } from './load-sharp.ts';

/** The formats that are written. */
const FORMATS = ['png', 'jpeg', 'webp', 'avif', 'tiff', 'gif'] as const;

/** A format of image files, by sharp's name for it. */
export type ImageFormat = (typeof FORMATS)[number];

/** How an image is encoded. */
export type EncodeImageOptions = {
  /** From 1 to 100, where the format loses something. @default sharp's, such as 80 for JPEG */
  quality?: number | undefined;
};

/**
 * An opaque image as the bytes of a file.
 *
 * @param image RGB, or RGBA whose alpha is left out
 * @throws RangeError of one line where the format is not one that is written; Error where sharp is not installed
 */
export async function encodeImage(
  { data, width, height }: Picture<Uint8Array | Uint8ClampedArray>,
  format: ImageFormat,
  { quality }: EncodeImageOptions = {},
): Promise<Buffer> {
  if (!FORMATS.includes(format))
    throw new RangeError(`Expected a format out of ${FORMATS.join(', ')}, got '${format}'. Use png.`);
  const sharp = await loadSharp();
  const channels = data.length === 4 * width * height ? 4 : 3;
  return sharp(data, { raw: { width, height, channels } })
    .removeAlpha()
    .toFormat(format, quality === undefined ? {} : { quality })
    .toBuffer();
}
