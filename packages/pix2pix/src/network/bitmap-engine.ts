import { type EngineResize, engineResize } from '@pix2pix-ts/data';
import { browser, getBackend, getKernel, type Tensor3D } from '@tensorflow/tfjs-core';
import type { TranslatedImage } from '../image.ts';

/** From bitmaps to bitmaps without their values in JavaScript, on an engine that can. */
export type BitmapEngine = {
  /** The values of a bitmap, [H, W, 4] of 0 .. 255 in int32, alpha last; the caller owns them. */
  read(bitmap: ImageBitmap): Tensor3D;
  /** A picture [H, W, 3] of 0 .. 255 in int32 as a bitmap, which the caller closes. */
  draw(picture: Tensor3D): ImageBitmap;
  readonly resize: EngineResize;
};

/**
 * The engine's way with bitmaps. `undefined` where values have to be read: on engines without the kernels for it, and in
 * browsers that give WebGPU no canvas here. This is the one place that decides it.
 */
export function bitmapEngine(): BitmapEngine | undefined {
  const resize = engineResize();
  if (!resize || !getKernel('Draw', getBackend())) return undefined;
  shared ??= webgpuCanvas();
  const { canvas } = shared;
  if (!canvas) return undefined;
  return {
    resize,
    read: (bitmap) => browser.fromPixels(bitmap, 4),
    draw(picture) {
      // Integers, because a float goes through the GPU's own rounding to 8 bits, which may be off by one.
      browser.draw(picture, canvas as unknown as HTMLCanvasElement);
      return canvas.transferToImageBitmap(); // at once: what is drawn is gone when the browser shows its next frame
    },
  };
}

/** What all draw on, one after the other. */
let shared: { canvas?: OffscreenCanvas } | undefined;

function webgpuCanvas(): { canvas?: OffscreenCanvas } {
  if (typeof OffscreenCanvas === 'undefined') return {};
  const canvas = new OffscreenCanvas(1, 1);
  return canvas.getContext('webgpu') ? { canvas } : {};
}

/** A translated image as a bitmap, which the caller closes. */
export function bitmapOf({ data, width, height }: TranslatedImage): Promise<ImageBitmap> {
  return createImageBitmap(new ImageData(data, width, height));
}
