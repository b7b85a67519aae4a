import { Tensor } from '@tensorflow/tfjs-core';
import type { ImageLike } from '../image.ts';
import { decodePicture, readAddress, readBlob } from './decode-picture.ts';
import { drawPixels } from './draw-pixels.ts';
import { kindOf } from './kind-of.ts';
import type { PictureSource } from './picture-source.ts';
import { readBitmap, readCanvas, readImageElement, readVideo, readVideoFrame } from './read-drawable.ts';
import { readTensor } from './read-tensor.ts';

/**
 * The pixels of anything that is a picture in a page.
 *
 * @throws TypeError where it is none; DataError of one line where it cannot be read: a video that has not loaded, a canvas
 *   with pictures of another site, a closed bitmap, a damaged file; what `readTensor` throws
 */
export async function readPicture(source: PictureSource): Promise<ImageLike> {
  if (source instanceof Tensor) return readTensor(source);
  const read = READERS[kindOf(source)];
  if (read) return read(source as never);
  if (isImageLike(source)) return source;
  throw new TypeError(`Expected a picture (${PICTURES}), got ${described(source)}. ${remedyFor(source)}`);
}

/** How each kind of object is read. */
const READERS: Readonly<Record<string, (source: never) => ImageLike | Promise<ImageLike>>> = {
  ImageData: readImageData,
  HTMLCanvasElement: readCanvas,
  OffscreenCanvas: readCanvas,
  ImageBitmap: (bitmap: ImageBitmap) => readBitmap(bitmap),
  HTMLImageElement: readImageElement,
  HTMLVideoElement: readVideo,
  VideoFrame: readVideoFrame,
  Blob: readBlob,
  File: readBlob,
  Uint8Array: (bytes: Uint8Array) => decodePicture(bytes, 'the image'),
  ArrayBuffer: (bytes: ArrayBuffer) => decodePicture(new Uint8Array(bytes), 'the image'),
  String: readAddress,
  URL: readAddress,
};

/** Its values are sRGB, unless it says that they are those of a wider screen: then the browser converts them. */
async function readImageData(image: ImageData): Promise<ImageLike> {
  if (image.colorSpace !== 'display-p3') return image;
  const bitmap = await createImageBitmap(image, { premultiplyAlpha: 'none' });
  try {
    return drawPixels(bitmap, image.width, image.height, 'an ImageData');
  } finally {
    bitmap.close();
  }
}

function isImageLike(source: unknown): source is ImageLike {
  return typeof source === 'object' && source !== null && 'data' in source && 'width' in source && 'height' in source;
}

const PICTURES =
  'ImageData, a canvas, an <img>, a <video>, a VideoFrame, an ImageBitmap, a Blob, a File, an address, a tensor, or { data, width, height }';

function described(source: unknown): string {
  const kind = kindOf(source);
  return ['Null', 'Undefined'].includes(kind) ? kind.toLowerCase() : kind;
}

/** What people are likely to have meant, by what they passed. */
const REMEDIES: Readonly<Record<string, string>> = {
  Null: 'Is there such an element in the page?',
  CanvasRenderingContext2D: 'Pass its canvas.',
  OffscreenCanvasRenderingContext2D: 'Pass its canvas.',
  HTMLInputElement: 'Pass one of its files.',
  FileList: 'Pass one of its files.',
  HTMLPictureElement: 'Pass the <img> in it.',
  Response: 'Pass what its blob() gives.',
  Promise: 'Await it first.',
  MediaStream: 'Show it in a <video>, and pass that.',
  Array: 'Pass its pictures to translateBatch().',
  Uint8ClampedArray: 'Pass its width and height too.',
};

function remedyFor(source: unknown): string {
  return REMEDIES[kindOf(source)] ?? 'Pass one of these.';
}
