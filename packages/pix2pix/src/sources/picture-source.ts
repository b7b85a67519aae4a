import type { Tensor } from '@tensorflow/tfjs-core';
import type { ImageLike } from '../image.ts';

/**
 * A picture as a page has it; all of them stay the caller's.
 *
 * - `{ data, width, height }`, which ImageData is too: RGB or RGBA in 8 bits, from 0 to 255;
 * - canvases, an ImageBitmap, a VideoFrame, a `<video>` (the picture that it shows now) and an `<img>` (which may be loading);
 * - a Blob, a File or the bytes of an image file, or its address (text or URL);
 * - a tensor [height, width, 3 or 4] of dtype int32, from 0 to 255, as `browser.fromPixels` gives it.
 */
export type PictureSource =
  | ImageLike
  | HTMLCanvasElement
  | OffscreenCanvas
  | ImageBitmap
  | HTMLImageElement
  | HTMLVideoElement
  | VideoFrame
  | Blob
  | Uint8Array
  | ArrayBuffer
  | string
  | URL
  | Tensor;
