import { DataError } from '@pix2pix-ts/data';

/**
 * The pixels of what a canvas can draw, read by the browser.
 *
 * @param name what an error calls it: `a canvas`
 * @throws Error where there is no canvas; DataError of one line where the browser does not give the pixels away
 */
export function drawPixels(drawable: CanvasImageSource, width: number, height: number, name: string): ImageData {
  // For reading: otherwise the graphics card may draw it, which rounds in ways of its own.
  const context =
    typeof OffscreenCanvas === 'undefined'
      ? null
      : new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) {
    throw new Error(
      'Expected a browser that draws off screen, got none. Pass the values of the picture: { data, width, height }.',
    );
  }
  try {
    context.drawImage(drawable, 0, 0, width, height);
    return context.getImageData(0, 0, width, height);
  } catch (error) {
    throw unread(error as Error, name, `${width}x${height}`);
  }
}

function unread(error: Error, name: string, size: string): DataError {
  const line =
    error.name === 'SecurityError'
      ? `Expected ${name} whose pixels may be read, got one with a picture of another site. Load that with crossOrigin = 'anonymous', from a server that allows it.`
      : `Expected ${name} whose pixels can be read, got one of ${size} that the browser refuses (${error.message}). Make it smaller, or draw it anew.`;
  return new DataError(line, { cause: error });
}
