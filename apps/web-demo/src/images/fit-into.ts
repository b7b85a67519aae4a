import { type Drawable, sizeOf } from './size-of.ts';

/**
 * Draws a picture as large as it fits into a white rectangle, in its middle; `cover` cuts what is beside the rectangle off
 * instead.
 */
export function fitInto(
  source: Drawable,
  { width, height }: { readonly width: number; readonly height: number },
  how: 'contain' | 'cover' = 'contain',
): HTMLCanvasElement {
  const size = sizeOf(source);
  const scale = (how === 'contain' ? Math.min : Math.max)(width / size.width, height / size.height);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
  context.imageSmoothingQuality = 'high';
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  const [wide, high] = [size.width * scale, size.height * scale];
  context.drawImage(source, (width - wide) / 2, (height - high) / 2, wide, high);
  return canvas;
}
