/** Draws a picture as large as it fits into a white square of `side`, in its middle; `cover` cuts the square out of it. */
export function fitSquare(
  source: HTMLImageElement | HTMLVideoElement | HTMLCanvasElement,
  side: number,
  how: 'contain' | 'cover' = 'contain',
): HTMLCanvasElement {
  const [width, height] = sizeOf(source);
  const scale = (how === 'contain' ? Math.min : Math.max)(side / width, side / height);
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
  context.imageSmoothingQuality = 'high';
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, side, side);
  context.drawImage(source, (side - width * scale) / 2, (side - height * scale) / 2, width * scale, height * scale);
  return canvas;
}

function sizeOf(source: HTMLImageElement | HTMLVideoElement | HTMLCanvasElement): [number, number] {
  if (source instanceof HTMLImageElement) return [source.naturalWidth, source.naturalHeight];
  if (source instanceof HTMLVideoElement) return [source.videoWidth, source.videoHeight];
  return [source.width, source.height];
}
