import { DataError } from '@pix2pix-ts/data';
import type { TranslatedImage } from '../image.ts';

/**
 * A translated picture, of the source's size and opaque: its values, and ways to show or keep it.
 *
 * A class, because what goes to another thread by `postMessage` must not hold functions of its own: there it arrives as
 * `{ data, width, height }`.
 */
export class Translation implements TranslatedImage {
  /** Red, green, blue and alpha of each pixel, row by row. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  /** Pixels of a row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;

  /**
   * A picture of these values, which are not copied.
   *
   * @param image RGBA and a size
   */
  constructor({ data, width, height }: TranslatedImage) {
    this.data = data;
    this.width = width;
    this.height = height;
  }

  /**
   * The picture for a canvas of your own: `context.putImageData(result.toImageData(), 0, 0)`. It shares the values.
   *
   * @throws Error in Node, which has no ImageData
   */
  toImageData(): ImageData {
    if (typeof ImageData === 'undefined') throw inNode('toImageData()', 'Use data, width and height.');
    return new ImageData(this.data, this.width, this.height);
  }

  /**
   * A canvas that shows the picture, at its size.
   *
   * @param canvas is resized and drawn on. Without one, a new `<canvas>` is made, and in a worker an OffscreenCanvas.
   * @throws Error in Node; DataError where the canvas cannot be drawn on
   */
  toCanvas<Canvas extends HTMLCanvasElement | OffscreenCanvas = HTMLCanvasElement>(canvas?: Canvas): Canvas {
    const target = canvas ?? (newCanvas() as Canvas);
    target.width = this.width;
    target.height = this.height;
    const context = target.getContext('2d') as CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null;
    if (!context) {
      throw new DataError(
        'Expected a canvas for 2D, got one that something else draws on. Call toCanvas() without a canvas.',
      );
    }
    context.putImageData(this.toImageData(), 0, 0);
    return target;
  }

  /**
   * The picture as an image file: `URL.createObjectURL(await result.toBlob())`.
   *
   * @param type such as `image/png`, `image/jpeg` or `image/webp`
   * @param quality from 0 to 1, where the type loses something
   * @throws DataError where the browser does not write this type; Error where there is no browser
   */
  async toBlob(type = 'image/png', quality?: number): Promise<Blob> {
    if (typeof OffscreenCanvas === 'undefined') throw inNode('toBlob()', 'Load the model with the one of ./node.');
    const canvas = this.toCanvas(new OffscreenCanvas(1, 1));
    const blob = await canvas.convertToBlob({ type, ...(quality !== undefined && { quality }) });
    if (blob.type === type) return blob;
    throw new DataError(`Expected a type of image that this browser writes, got ${type}. Use image/png.`);
  }
}

/** Where there is no page, as in a worker, one that is not in it. */
function newCanvas(): HTMLCanvasElement | OffscreenCanvas {
  const { document: page } = globalThis;
  if (page) return page.createElement('canvas');
  if (typeof OffscreenCanvas === 'undefined') throw inNode('toCanvas()', 'Use data, width and height.');
  return new OffscreenCanvas(1, 1);
}

function inNode(name: string, remedy: string): Error {
  return new Error(`Expected a browser for ${name}, got none. ${remedy}`);
}
