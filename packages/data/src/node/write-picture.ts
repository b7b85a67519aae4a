import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { renameInto, withScratchFile, writeAtomically } from '@pix2pix-ts/common/node';
import type { Sharp } from 'sharp';
import { DataError } from '../data-error.ts';
import type { Pixels } from '../pixels.ts';
import { loadSharp } from './load-sharp.ts';
import { encodePngRows } from './png-rows.ts';

/** Pixels of a row, and rows. */
type Size = { readonly width: number; readonly height: number };

/** A format that pictures are written in. */
type Format = {
  readonly title: string;
  /** Pixels of a side. */
  readonly most: number;
  /** Nothing for a PNG, which is written here. */
  readonly encode?: (image: Sharp) => Sharp;
};

/** Of its 65,535 pixels the library that writes JPEG takes 65,500; its own tables for a picture would hold all of it in memory. */
const JPEG: Format = {
  title: 'JPEG',
  most: 65_500,
  encode: (image) => image.jpeg({ quality: 90, chromaSubsampling: '4:4:4', optimiseCoding: false }),
};

/** By the ending of the file's name. */
const FORMATS: Readonly<Record<string, Format>> = {
  '.png': { title: 'PNG', most: 2 ** 31 - 1 },
  '.jpg': JPEG,
  '.jpeg': JPEG,
  '.webp': { title: 'WebP', most: 16_383, encode: (image) => image.webp({ quality: 90 }) },
};

/**
 * Whether a picture of this size can be written under this name.
 *
 * @throws DataError of one line where the ending names no format that is written, or the format takes fewer pixels
 */
export function checkPictureName(path: string, { width, height }: Size): void {
  const { title, most } = formatOf(path);
  if (Math.max(width, height) <= most) return;
  throw new DataError(
    `Expected at most ${most} pixels a side in ${path}, since ${title} takes no more, got ${width}x${height}. Use PNG.`,
  );
}

function formatOf(path: string): Format {
  const format = FORMATS[extname(path).toLowerCase()];
  if (format) return format;
  const endings = Object.keys(FORMATS).join(', ');
  throw new DataError(`Expected a name that ends in one of ${endings}, got ${path}. Change its ending.`);
}

/**
 * Writes a picture atomically as its rows come, in the format of the file's ending: a PNG, or with quality 90 a JPEG or a
 * WebP, for which its rows are in a file next to it until they are all there.
 *
 * @param parts the rows from top to bottom, some at a time
 * @throws DataError as {@link checkPictureName}, and where the encoder fails; FileError where it cannot be written; what
 *   `parts` throws. The old file is unchanged then, and nothing is left next to it.
 */
export async function writePicture(path: string, parts: AsyncIterable<Pixels>, size: Size): Promise<void> {
  checkPictureName(path, size);
  const { title, encode } = formatOf(path);
  if (!encode) return writeAtomically(path, encodePngRows(parts, size));
  const sharp = await loadSharp();
  await withScratchFile(path, '.png', async (png) => {
    await writeAtomically(png, encodePngRows(parts, size, { level: 1 }));
    await withScratchFile(path, extname(path).toLowerCase(), async (encoded) => {
      const image = sharp(png, { limitInputPixels: false });
      await encode(image)
        .toFile(encoded)
        .catch((error: Error) => {
          const reason = error.message.trim().split('\n', 1)[0];
          throw new DataError(`Expected a picture that ${title} can hold in ${path}, got "${reason}". Use PNG.`, {
            cause: error,
          });
        });
      await onDisk(encoded);
      await renameInto(encoded, path);
    });
  });
}

async function onDisk(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
