import { DataError, isCutShort, MAX_PIXELS, MAX_SIDE, pictureHeader, unreadJpeg } from '@pix2pix-ts/data';
import { fetchBytes, shorten } from '../fetch-bytes.ts';
import type { ImageLike } from '../image.ts';
import { ModelError } from '../model-error.ts';
import { readBitmap } from './read-drawable.ts';

/** The picture of a Blob or a File. */
export async function readBlob(blob: Blob): Promise<ImageLike> {
  return decodePicture(await bytesOfBlob(blob), nameOfBlob(blob), blob.type);
}

/** What an error calls a Blob. */
export function nameOfBlob(blob: Blob): string {
  return (blob as Partial<File>).name || 'the image';
}

/**
 * The bytes of a Blob.
 *
 * @throws DataError where it cannot be read, as a File that was changed on the disk
 */
export async function bytesOfBlob(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (error) {
    throw new DataError(`Could not read ${nameOfBlob(blob)}: ${(error as Error).message} Choose it again.`, {
      cause: error,
    });
  }
}

/** The picture at an address. */
export async function readAddress(address: string | URL): Promise<ImageLike> {
  expectBrowser();
  return decodePicture(await fetchPicture(address), shorten(String(address)));
}

/**
 * The bytes of an image file at an address.
 *
 * @throws DataError of one line where it cannot be fetched
 */
export async function fetchPicture(address: string | URL): Promise<Uint8Array> {
  return fetchBytes(address, {}).catch((error) => {
    throw error instanceof ModelError ? new DataError(error.message, { cause: error }) : error;
  });
}

/**
 * The picture of an image file, upright, with the values that Node reads from it: its colours neither multiplied by their
 * alpha nor moved to a screen's. Only where the file has a colour profile the browser is asked to apply it.
 *
 * @param name what an error calls the file
 * @throws Error where there is no browser; DataError of one line where the file is empty, damaged, cut short, too large, or
 *   of a format that the browser does not know
 */
export async function decodePicture(bytes: Uint8Array, name: string, type?: string): Promise<ImageLike> {
  expectBrowser();
  const header = checkFile(bytes, name);
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: header?.type ?? type ?? '' });
  const bitmap = await createImageBitmap(blob, {
    premultiplyAlpha: 'none',
    colorSpaceConversion: header?.hasProfile ? 'default' : 'none',
  }).catch((error) => {
    const isSvg = /svg/i.test(type ?? '') || /\.svgz?(\?|$)/i.test(name);
    throw new DataError(
      isSvg
        ? `Expected an image of pixels in ${name}, got SVG. Show it in an <img>, and pass that.`
        : `Expected an image (PNG, JPEG, WebP, GIF, AVIF) in ${name}, got something else or a damaged file. Choose another one, or convert it to PNG.`,
      { cause: error },
    );
  });
  try {
    return readBitmap(bitmap, name);
  } finally {
    bitmap.close();
  }
}

/** What browsers do not report, or only when the memory is taken. */
function checkFile(bytes: Uint8Array, name: string) {
  if (bytes.length === 0) throw new DataError(`Expected an image in ${name}, got 0 bytes. Choose another one.`);
  const unread = unreadJpeg(bytes);
  if (unread !== undefined) {
    throw new DataError(
      `Expected an image in ${name}, got ${unread}, which browsers do not support. Convert it to PNG.`,
    );
  }
  if (isCutShort(bytes)) {
    throw new DataError(
      `Expected the complete image in ${name}, got a file that is cut short. Fetch or save it again.`,
    );
  }
  const header = pictureHeader(bytes);
  if (!header) return undefined;
  const { width, height } = header;
  if (width * height > MAX_PIXELS) {
    throw new DataError(
      `Expected at most ${MAX_PIXELS / 1e6} million pixels in ${name}, got ${width}x${height}. Make it smaller.`,
    );
  }
  if (Math.max(width, height) > MAX_SIDE) {
    throw new DataError(
      `Expected sides of at most ${MAX_SIDE} pixels in ${name}, got ${width}x${height}. Make it smaller.`,
    );
  }
  return header;
}

function expectBrowser(): void {
  if (typeof createImageBitmap !== 'undefined') return;
  throw new Error(
    'Expected a browser, which decodes image files, got none. In Node, use loadTranslator of @pix2pix-ts/pix2pix/node.',
  );
}
