import { DataError } from '@pix2pix-ts/data';
import { shorten } from '../fetch-bytes.ts';
import type { ImageLike } from '../image.ts';
import { drawPixels } from './draw-pixels.ts';

/** The pixels of a canvas, whatever draws on it. */
export function readCanvas(canvas: HTMLCanvasElement | OffscreenCanvas): ImageLike {
  const { width, height } = canvas;
  if (width * height === 0) {
    throw new DataError(`Expected a canvas with pixels, got one of ${width}x${height}. Give it a width and a height.`);
  }
  return drawPixels(canvas, width, height, 'a canvas');
}

/** The pixels of a bitmap. */
export function readBitmap(bitmap: ImageBitmap, name = 'an ImageBitmap'): ImageLike {
  const { width, height } = bitmap;
  if (width * height === 0) {
    throw new DataError('Expected an open ImageBitmap, got one that was closed or handed over. Make a new one.');
  }
  return drawPixels(bitmap, width, height, name);
}

/** The pixels of an `<img>`, once it has loaded. */
export async function readImageElement(image: HTMLImageElement): Promise<ImageLike> {
  const address = image.currentSrc || image.src;
  if (address === '') throw new DataError('Expected an <img> with a picture, got one without an address. Set its src.');
  const failed = (cause?: unknown) =>
    new DataError(
      `Expected an <img> with a picture, got one that failed to load ${shorten(address)}. Check the address and the file.`,
      { cause },
    );
  await image.decode().catch((error) => {
    throw failed(error);
  });
  if (image.naturalWidth * image.naturalHeight === 0) throw failed();
  // Not drawn as it is: its colours would be multiplied by their alpha in whatever way its decoder rounds.
  const bitmap = await createImageBitmap(image, { premultiplyAlpha: 'none' });
  try {
    return readBitmap(bitmap, 'an <img>');
  } finally {
    bitmap.close();
  }
}

/** What a video shows now. */
export function readVideo(video: HTMLVideoElement): ImageLike {
  if (video.error) {
    const { message, code } = video.error;
    throw new DataError(
      `Expected a video that shows a picture, got one that failed to load (${message || `code ${code}`}). Check its address and its format.`,
      { cause: video.error },
    );
  }
  const { videoWidth, videoHeight, readyState } = video;
  if (readyState < HAVE_CURRENT_DATA || videoWidth * videoHeight === 0) {
    throw new DataError(
      "Expected a video that shows a picture, got one that has not loaded. Wait for its event 'loadeddata'.",
    );
  }
  return drawPixels(video, videoWidth, videoHeight, 'a video');
}

/** HTMLMediaElement.HAVE_CURRENT_DATA (HTML standard, 4.8.11.7): there is a picture at the current position. */
const HAVE_CURRENT_DATA = 2;

/** The pixels of a frame, as it is to be shown. */
export function readVideoFrame(frame: VideoFrame): ImageLike {
  const { codedWidth, displayWidth, displayHeight } = frame;
  if (codedWidth === 0) {
    throw new DataError('Expected an open VideoFrame, got one that was closed. Translate it before you close it.');
  }
  return drawPixels(frame, displayWidth, displayHeight, 'a VideoFrame');
}
