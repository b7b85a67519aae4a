import { lstat } from 'node:fs/promises';
import { FileError } from '@pix2pix-ts/common/node';
import type { Metadata, Sharp } from 'sharp';
import { DataError } from '../data-error.ts';
import { MAX_PIXELS, MAX_SIDE, type Pixels } from '../pixels.ts';
import { noteDarkSamples, type OnNote } from './dark-samples.ts';
import { filePath } from './file-name.ts';
import { asStill } from './first-frame.ts';
import { onGifCanvas } from './gif-canvas.ts';
import { IMAGE_FORMATS } from './image-formats.ts';
import { loadSharp } from './load-sharp.ts';
import { mendedJpeg } from './mended-jpeg.ts';
import { profileOf, readColours } from './read-colours.ts';
import { readRegularFile, UNREADABLE } from './read-regular-file.ts';
import { isNpy } from './stored/npy.ts';
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
  const header = await checkHeader({ name, input: bytes, start: bytes });
  const decoded = await decode({ name, input: bytes, start: bytes }, header, readColours);
  const pixels = header.format === 'gif' ? onGifCanvas(name, bytes, decoded) : decoded;
  if (onNote) await noteDarkSamples(name, bytes, pixels.data, onNote);
  return pixels;
}

/**
 * What `sink` makes of a file's decoder, upright and without its colour profile.
 *
 * @param name what an error calls the file
 * @throws DataError of one line, as {@link decodeImage}
 */
export async function decodeWith<Decoded>(bytes: Uint8Array, name: string, sink: Sink<Decoded>): Promise<Decoded> {
  const still = asStill(bytes);
  const image = { name, input: still, start: still };
  return decode(image, { ...(await checkHeader(image)), icc: undefined }, sink);
}

/** A file that is to be decoded. */
export type EncodedImage = {
  /** What errors call it. */
  readonly name: string;
  /** A path, where the decoder is to read the file by itself, or the bytes. */
  readonly input: string | Uint8Array;
  /** The first bytes, or all of them. */
  readonly start: Uint8Array;
};

/** What is called when a file cannot be read, in one line. */
export async function unreadableFile(path: string, error: unknown): Promise<DataError> {
  const { code } = error as NodeJS.ErrnoException;
  const isLink = code === 'ENOENT' && (await lstat(filePath(path)).catch(() => undefined))?.isSymbolicLink();
  const reason = isLink ? 'it is a link to a file that does not exist' : (UNREADABLE[code ?? ''] ?? code);
  return new DataError(`Could not read ${path}: ${reason}. Check the path.`, { cause: error });
}

/** All bytes of a file. @throws DataError of one line */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readRegularFile(path);
  } catch (error) {
    throw await unreadableFile(path, error);
  }
}

/**
 * What a file says about itself, read without decoding it.
 *
 * @throws DataError of one line where it is empty, too large or of a format that is not read
 */
export async function checkHeader(
  image: EncodedImage,
  limits = { pixels: MAX_PIXELS, side: MAX_SIDE },
): Promise<Header> {
  const { name, input, start } = image;
  if (start.length === 0) throw new DataError(`Expected an image in ${name}, got 0 bytes. Replace or remove it.`);
  if (isNpy(start))
    throw new DataError(
      `Expected a picture in ${name}, got an array of NumPy. Read the pictures as they are stored: --channels stored.`,
    );
  const unread = unreadFormat(start);
  if (unread !== undefined) throw notRead(name, unread);
  const sharp = await loadSharp();
  const metadata = await sharp(input, { limitInputPixels: false })
    .metadata()
    .catch((error) => {
      if (isTiff(start)) tiffSamples(name, start);
      throw unreadable(image, error);
    });
  const { format, width, height } = metadata;
  if (!Object.hasOwn(IMAGE_FORMATS, format)) throw notRead(name, format);
  if (Math.max(width, height) > limits.side) {
    throw new DataError(
      `Expected sides of at most ${limits.side} pixels in ${name}, got ${width}x${height}. Make it smaller.`,
    );
  }
  if (width * height > limits.pixels) {
    throw new DataError(
      `Expected at most ${limits.pixels / 1e6} million pixels in ${name}, got ${width}x${height}. Make it smaller.`,
    );
  }
  if (metadata.space === 'cmyk' && metadata.depth === 'ushort' && profileOf(metadata)) {
    throw notRead(name, 'CMYK of 16 bits with a colour profile'); // whose inks the decoder takes for others
  }
  return { ...metadata, dropsExtra: format === 'tiff' && tiffSamples(name, start).dropsExtra };
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
export type Header = Metadata & Pick<TiffSamples, 'dropsExtra'>;

/** What becomes of a decoder's picture. */
export type Sink<Decoded> = (decoder: Sharp, header: Header) => Promise<Decoded>;

/**
 * Decodes a file, upright and laid over white.
 *
 * @param sink gets the decoder, a second one where the file's faults turn out to be harmless
 * @throws DataError of one line where it is damaged, or where `sink` throws anything but a FileError
 */
export async function decode<Decoded>(image: EncodedImage, header: Header, sink: Sink<Decoded>): Promise<Decoded> {
  return decodeStrictly(image.input, header, sink).catch(async (error: Error) => {
    if (error instanceof FileError) throw error; // of where the sink writes to
    const mended = await decodeMended(image, header, sink, error);
    if (mended) return mended;
    throw unreadable(image, error);
  });
}

/** What a decoder warns of though nothing of the picture is missing. */
const HARMLESS =
  /tags are not sorted|does not end in null byte|missing required "StripByteCounts"|Bogus "StripByteCounts"|Unknown field with tag/;
const HARMLESS_JPEG = /Invalid SOS parameters for sequential|extraneous bytes before marker 0x(c0|c1|c4|d[abd]|e.|fe)/;

/** What sharp says in addition to the cause. */
const NOISE = /^Warning treated as error|^error in tile/;

/** The picture of a file whose faults are harmless; undefined where one is not. */
async function decodeMended<Decoded>(
  { input, start }: EncodedImage,
  header: Header,
  sink: Sink<Decoded>,
  error: Error,
): Promise<Decoded | undefined> {
  const lines = linesOf(error);
  if (lines.length > 0 && lines.every((line) => HARMLESS_JPEG.test(line))) {
    const bytes = typeof input === 'string' ? await readBytes(input) : start;
    return decodeStrictly(mendedJpeg(bytes), header, sink).catch((later: Error) => {
      error.message = later.message;
      return undefined;
    });
  }
  if (lines.length === 0 || !lines.every((line) => HARMLESS.test(line))) return undefined;
  return decodeStrictly(input, header, sink, 'error').catch((later: Error) => {
    error.message = later.message;
    return undefined;
  });
}

async function decodeStrictly<Decoded>(
  input: string | Uint8Array,
  header: Header,
  sink: Sink<Decoded>,
  failOn: 'warning' | 'error' = 'warning',
): Promise<Decoded> {
  const sharp = await loadSharp();
  const limitInputPixels = header.width * header.height; // which have been checked
  // With the weaker 'truncated' a cut TIFF comes out half decoded, with 'error' many a damaged JPEG.
  const options = { failOn, limitInputPixels, autoOrient: true, ignoreIcc: !profileOf(header) };
  const decoder = sharp(input, options);
  return sink(header.dropsExtra ? decoder.removeAlpha() : decoder, header);
}

/**
 * What decoders say about a kind of picture that they do not read; sharp says it about what is not a picture at all, too.
 */
const UNREAD = /support is not configured|Compression scheme \d+|not supported|Unsupported (JPEG|color|feature|codec)/i;

function unreadable({ name, start }: EncodedImage, error: Error): DataError {
  const kind = isTiff(start) ? 'a TIFF' : start[0] === 0xff ? 'a JPEG' : 'a picture';
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
