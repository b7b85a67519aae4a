import { withScratchFile } from '@pix2pix-ts/common/node';
import { type PictureRows, rowsOf } from '../picture-rows.ts';
import { MAX_PIXELS } from '../pixels.ts';
import { noteDarkSamples } from './dark-samples.ts';
import {
  checkHeader,
  type DecodeOptions,
  decode,
  decodeImage,
  type EncodedImage,
  readBytes,
  unreadableFile,
} from './decode-image.ts';
import { filePath } from './file-name.ts';
import { asStill } from './first-frame.ts';
import { openRegularFile } from './read-regular-file.ts';
import { STORED_ENDING, storeRows } from './stored-rows.ts';

/** What a picture may have that is read row by row: no decoder's word is to fill a disk, and a row has to fit in memory. */
const LIMITS = { pixels: 1e9, side: 200_000 };

/** How the rows of a picture are read. */
export type PictureRowsOptions = DecodeOptions & {
  /** A file next to which the decoded rows are kept meanwhile: three bytes a pixel. */
  scratchNextTo: string;
};

/**
 * Decodes a picture as {@link decodeImage} does, to the same bytes, without holding it in memory: `work` reads its rows in any
 * order. They are in a file until `work` is done. In memory are what a decoder needs, a few rows of a PNG or a JPEG (a
 * progressive one, a WebP and an AVIF are decoded as a whole), and for formats other than PNG, JPEG and WebP the file's bytes.
 *
 * @throws DataError of one line as `decodeImage` does, and for more than 1000 million pixels or 200,000 a side; FileError where
 *   the rows cannot be written; what `work` throws
 */
export async function withPictureRows<T>(
  path: string,
  { scratchNextTo, onNote }: PictureRowsOptions,
  work: (rows: PictureRows) => Promise<T>,
): Promise<T> {
  const image = await encodedImage(path);
  const header = await checkHeader(image, LIMITS);
  if (header.format === 'gif') return work(rowsOf(await decodeImage(path, { onNote }))); // a canvas with a frame on it
  return withScratchFile(scratchNextTo, STORED_ENDING, async (scratch) => {
    const rows = await decode(image, header, (decoder) => storeRows(decoder, header, scratch));
    try {
      const isDeep = header.depth === 'ushort' && rows.width * rows.height <= MAX_PIXELS;
      if (onNote && isDeep) await noteDarkSamples(path, image.input, undefined, onNote);
      return await work(rows);
    } finally {
      await rows.close();
    }
  });
}

/** The file itself where the decoder can be given its path, and its bytes elsewhere. */
async function encodedImage(path: string): Promise<EncodedImage> {
  const start = await firstBytes(path);
  if (isReadByPath(path, start)) return { name: path, input: path, start };
  const bytes = asStill(await readBytes(path));
  return { name: path, input: bytes, start: bytes };
}

/** The path is text, nothing that libvips takes for options at its end, and nothing has to be changed before decoding. */
function isReadByPath(path: string, start: Buffer): boolean {
  const isPlain = typeof filePath(path) === 'string' && !path.endsWith(']');
  const begins = (bytes: string, at = 0) => start.toString('latin1').startsWith(bytes, at);
  const isWebp = begins('RIFF') && begins('WEBP', 8);
  return isPlain && (begins('\x89PNG\r\n\x1a\n') || begins('\xff\xd8\xff') || isWebp);
}

/** As many as formats are recognised by. */
async function firstBytes(path: string): Promise<Buffer> {
  try {
    const file = await openRegularFile(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(1024), 0, 1024, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw await unreadableFile(path, error);
  }
}
