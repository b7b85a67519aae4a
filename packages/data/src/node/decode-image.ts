import { lstat } from 'node:fs/promises';
import type { Metadata } from 'sharp';
import { DataError } from '../data-error.ts';
import { MAX_PIXELS, MAX_SIDE, type Pixels } from '../pixels.ts';
import { noteDarkSamples, type OnNote } from './dark-samples.ts';
import { filePath } from './file-name.ts';
import { asStill } from './first-frame.ts';
import { onGifCanvas } from './gif-canvas.ts';
import { IMAGE_FORMATS } from './image-formats.ts';
import { loadSharp } from './load-sharp.ts';
import { mendedJpeg } from './mended-jpeg.ts';
import { profileOf, type Rgb, readColours } from './read-colours.ts';
import { readRegularFile, UNREADABLE } from './read-regular-file.ts';
import { type TiffSamples, tiffSamples } from './tiff-samples.ts';
import { unreadFormat } from './unread-formats.ts';

/** How a picture is decoded. */
export type DecodeOptions = {
  /** What an error calls it. @default its path, and `the image` where it has none */
  name?: string | undefined;
  /** Gets a line where the picture is read as its format says, and is probably not what was meant: 12 bits in 16. */
  onNote?: OnNote | undefined;
};

/**
 * Decodes a PNG, JPEG, WebP, TIFF, AVIF or GIF (its first frame) to 8-bit sRGB: grayscale, 16-bit, palette and CMYK are
 * converted, embedded colour profiles and the EXIF orientation applied, transparency laid over white.
 *
 * @param image a path, or the bytes of a file
 * @throws DataError of one line that names the file: missing, empty, truncated, damaged, of another format, or of more
 *   than 50 million pixels or 65,535 a side; nothing half-decoded is returned
 */
export async function decodeImage(image: string | Uint8Array, options: DecodeOptions = {}): Promise<Pixels> {
  const { onNote, name = typeof image === 'string' ? image : 'the image' } = options;
  const bytes = asStill(typeof image === 'string' ? await readBytes(image) : image);
  if (bytes.length === 0) throw new DataError(`Expected an image in ${name}, got 0 bytes. Replace or remove it.`);
  const unread = unreadFormat(bytes);
  if (unread !== undefined) throw notRead(name, unread);
  const metadata = await checkHeader(name, bytes);
  if (metadata.space === 'cmyk' && metadata.depth === 'ushort' && profileOf(metadata)) {
    throw notRead(name, 'CMYK of 16 bits with a colour profile'); // whose inks the decoder takes for others
  }
  const dropsExtra = metadata.format === 'tiff' && tiffSamples(name, bytes).dropsExtra;
  const decoded = await decode(name, bytes, { ...metadata, dropsExtra });
  const pixels = metadata.format === 'gif' ? onGifCanvas(name, bytes, decoded) : decoded;
  if (onNote) await noteDarkSamples(name, bytes, pixels.data, onNote);
  return pixels;
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readRegularFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isLink = code === 'ENOENT' && (await lstat(filePath(path)).catch(() => undefined))?.isSymbolicLink();
    const reason = isLink ? 'it is a link to a file that does not exist' : (UNREADABLE[code ?? ''] ?? code);
    throw new DataError(`Could not read ${path}: ${reason}. Check the path.`, { cause: error });
  }
}

/** What a file says about itself is read without decoding it. */
async function checkHeader(name: string, bytes: Uint8Array): Promise<Metadata> {
  const sharp = await loadSharp();
  const metadata = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((error) => {
      if (isTiff(bytes)) tiffSamples(name, bytes);
      throw unreadable(name, bytes, error);
    });
  const { format, width, height } = metadata;
  if (!Object.hasOwn(IMAGE_FORMATS, format)) throw notRead(name, format);
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
  return metadata;
}

function notRead(name: string, format: string): DataError {
  const formats = Object.values(IMAGE_FORMATS).map(({ title }) => title);
  return new DataError(
    `Expected one of ${formats.join(', ')} in ${name}, got ${format}, which is not supported. Convert it to PNG.`,
  );
}

function isTiff([first, second]: Uint8Array): boolean {
  return first === second && (first === 0x49 || first === 0x4d);
}

/** What is known about a picture before it is decoded. */
type Header = Metadata & Pick<TiffSamples, 'dropsExtra'>;

async function decode(name: string, bytes: Uint8Array, header: Header): Promise<Rgb> {
  return decodeStrictly(bytes, header).catch(async (error: Error) => {
    const mended = await decodeMended(bytes, header, error);
    if (mended) return mended;
    throw unreadable(name, bytes, error);
  });
}

/** What a decoder warns of though nothing of the picture is missing. */
const HARMLESS =
  /tags are not sorted|does not end in null byte|missing required "StripByteCounts"|Bogus "StripByteCounts"|Unknown field with tag/;
const HARMLESS_JPEG = /Invalid SOS parameters for sequential|extraneous bytes before marker 0x(c0|c1|c4|d[abd]|e.|fe)/;

/** What sharp says in addition to the cause. */
const NOISE = /^Warning treated as error|^error in tile/;

/** The picture of a file whose faults are harmless; undefined where one is not. */
async function decodeMended(bytes: Uint8Array, header: Header, error: Error): Promise<Rgb | undefined> {
  const lines = linesOf(error);
  if (lines.length > 0 && lines.every((line) => HARMLESS_JPEG.test(line))) {
    return decodeStrictly(mendedJpeg(bytes), header).catch((later: Error) => {
      error.message = later.message;
      return undefined;
    });
  }
  if (lines.length === 0 || !lines.every((line) => HARMLESS.test(line))) return undefined;
  return decodeStrictly(bytes, header, 'error').catch((later: Error) => {
    error.message = later.message;
    return undefined;
  });
}

async function decodeStrictly(
  bytes: Uint8Array,
  header: Header,
  failOn: 'warning' | 'error' = 'warning',
): Promise<Rgb> {
  const sharp = await loadSharp();
  // With the weaker 'truncated' a cut TIFF comes out half decoded, with 'error' many a damaged JPEG.
  const options = { failOn, limitInputPixels: MAX_PIXELS, autoOrient: true, ignoreIcc: !profileOf(header) };
  const decoder = sharp(bytes, options);
  return readColours(header.dropsExtra ? decoder.removeAlpha() : decoder, header);
}

/**
 * What decoders say about a kind of picture that they do not read; sharp says it about what is not a picture at all, too.
 */
const UNREAD = /support is not configured|Compression scheme \d+|not supported|Unsupported (JPEG|color|feature|codec)/i;

function unreadable(name: string, bytes: Uint8Array, error: Error): DataError {
  const kind = isTiff(bytes) ? 'a TIFF' : bytes[0] === 0xff ? 'a JPEG' : 'a picture';
  if (UNREAD.test(error.message)) return notRead(name, `${kind} (${reasonOf(error)})`);
  return new DataError(
    `Expected a complete image in ${name}, got damaged or unknown data (${reasonOf(error)}). Replace or remove it.`,
    { cause: error },
  );
}

/** What a decoder says, each thing once and without what is harmless or says nothing. */
function reasonOf(error: Error): string {
  const lines = linesOf(error);
  const causes = lines.filter((line) => !HARMLESS.test(line));
  return (
    (causes.length > 0 ? causes : lines).slice(-2).join('; ') ||
    error.message.trim().split('\n', 1)[0] ||
    'no reason given'
  );
}

function linesOf(error: Error): string[] {
  const lines = error.message.split('\n').map((line) => line.trim());
  return [...new Set(lines)].filter((line) => line !== '' && !NOISE.test(line));
}
