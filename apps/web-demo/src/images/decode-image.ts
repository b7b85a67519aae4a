import { isCutShort, MAX_PIXELS, MAX_SIDE, unreadJpeg } from '@pix2pix-ts/data';

/**
 * Decodes an image file, upright; it is drawn onto a canvas by the caller.
 *
 * @throws one line that names the file: empty, of no format the browser knows, damaged, cut short, without a size, too large,
 *   or with parts that may not be read
 */
export async function decodeImage(file: File | Blob): Promise<HTMLImageElement> {
  const name = file instanceof File && file.name !== '' ? file.name : 'the image';
  if (file.size === 0) throw new Error(`Expected an image in ${name}, got 0 bytes. Choose another one.`);
  const address = URL.createObjectURL(file);
  const image = new Image();
  image.src = address;
  try {
    // Tells the size before the pixels are decoded.
    await loaded(image, name);
    const { naturalWidth: width, naturalHeight: height } = image;
    if (width * height === 0)
      throw new Error(`Expected pixels in ${name}, got ${width}x${height}. Choose another one.`);
    if (width * height > MAX_PIXELS) {
      throw new Error(
        `Expected at most ${MAX_PIXELS / 1e6} million pixels in ${name}, got ${width}x${height}. Make it smaller.`,
      );
    }
    if (Math.max(width, height) > MAX_SIDE) {
      throw new Error(
        `Expected sides of at most ${MAX_SIDE.toLocaleString('en')} pixels in ${name}, got ${width}x${height}. Make it smaller.`,
      );
    }
    await image.decode().catch((error) => {
      throw notAnImage(name, error);
    });
    const bytes = new Uint8Array(await file.arrayBuffer());
    const unread = unreadJpeg(bytes);
    if (unread !== undefined) {
      throw new Error(`Expected an image in ${name}, got ${unread}, which browsers do not support. Convert it to PNG.`);
    }
    if (isCutShort(bytes)) {
      throw new Error(`Expected the complete image in ${name}, got a file that is cut short. Fetch or save it again.`);
    }
    if (isKeptApart(image)) {
      throw new Error(
        `Expected a picture whose pixels may be read in ${name}, got one with parts that browsers keep apart, such as HTML in an SVG. Save it as PNG, and choose that.`,
      );
    }
    return image;
  } finally {
    URL.revokeObjectURL(address);
  }
}

function loaded(image: HTMLImageElement, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    image.onload = () => resolve();
    image.onerror = (error) => reject(notAnImage(name, error));
  });
}

/** Whether a canvas with this picture on it could not be read any more. */
function isKeptApart(image: HTMLImageElement): boolean {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [1, 1];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.drawImage(image, 0, 0, 1, 1);
  try {
    context?.getImageData(0, 0, 1, 1);
    return false;
  } catch {
    return true;
  }
}

function notAnImage(name: string, cause: unknown): Error {
  return new Error(
    `Expected an image (PNG, JPEG, WebP, GIF, SVG) in ${name}, got something else or a damaged file. Choose another one.`,
    { cause },
  );
}
