import { readFile } from 'node:fs/promises';
import { DataError } from '../data-error.ts';
import { MAX_PIXELS, MAX_SIDE, type Pixels } from '../pixels.ts';
import { filePath } from './file-name.ts';
import { IMAGE_FORMATS } from './image-formats.ts';
import { loadSharp } from './load-sharp.ts';

/**
 * Decodes a PNG, JPEG, WebP, TIFF, AVIF or GIF (its first frame) to 8-bit sRGB: grayscale, 16-bit, palette and CMYK are
 * converted, embedded colour profiles and the EXIF orientation applied, transparency laid over white.
 *
 * @param image a path, or the bytes of a file
 * @throws DataError of one line that names the file: missing, empty, truncated, damaged, of another format, or of more
 *   than 50 million pixels or 65,535 a side; nothing half-decoded is returned
 */
export async function decodeImage(image: string | Uint8Array): Promise<Pixels> {
  const name = typeof image === 'string' ? image : 'the image';
  const bytes = typeof image === 'string' ? await readBytes(image) : image;
  if (bytes.length === 0) throw new DataError(`Expected an image in ${name}, got 0 bytes. Replace or remove it.`);
  await checkHeader(name, bytes);
  return decode(name, bytes);
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(filePath(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new DataError(`Could not read ${path}: ${REASONS[code ?? ''] ?? code}. Check the path.`, { cause: error });
  }
}

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of its path is a file and no folder',
  EISDIR: 'it is a folder',
  EACCES: 'access was denied',
  EPERM: 'access was denied',
};

/** What a file says of itself is read without decoding it. */
async function checkHeader(name: string, bytes: Uint8Array): Promise<void> {
  const sharp = await loadSharp();
  const { format, width, height } = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((error) => {
      throw damaged(name, error);
    });
  if (!Object.hasOwn(IMAGE_FORMATS, format)) {
    const formats = Object.values(IMAGE_FORMATS).map(({ title }) => title);
    throw new DataError(`Expected one of ${formats.join(', ')} in ${name}, got ${format}. Convert or remove it.`);
  }
  if (Math.max(width, height) > MAX_SIDE) {
    throw new DataError(
      `Expected sides of at most ${MAX_SIDE} pixels in ${name}, got ${width}x${height}. Make it smaller.`,
    );
  }
  if (width * height > MAX_PIXELS) {
    throw new DataError(
      `Expected at most ${MAX_PIXELS / 1e6} million pixels in ${name}, got ${width}x${height}. Make it smaller.`,
    );
  }
}

async function decode(name: string, bytes: Uint8Array): Promise<Pixels> {
  const sharp = await loadSharp();
  // With the weaker 'truncated' a cut TIFF comes out half decoded, with 'error' many a damaged JPEG.
  const decoder = sharp(bytes, { failOn: 'warning', limitInputPixels: MAX_PIXELS, autoOrient: true });
  const { data, info } = await decoder
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((error) => {
      throw damaged(name, error);
    });
  if (info.channels !== 3) throw new DataError(`Expected colours or gray in ${name}, got ${info.channels} channels.`);
  return { data: new Uint8Array(data.buffer, data.byteOffset, data.length), width: info.width, height: info.height };
}

function damaged(name: string, error: Error): DataError {
  const reason = error.message.trim().split('\n', 1)[0];
  return new DataError(
    `Expected a whole image in ${name}, got damaged or foreign data (${reason}). Replace or remove it.`,
    {
      cause: error,
    },
  );
}
