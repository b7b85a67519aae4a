import type { Format } from '../draw/operation.ts';

/** Lets the frame of a canvas have a drawing's format. */
export function showFormat(canvas: HTMLCanvasElement, { width, height }: Format): void {
  const frame = canvas.parentElement;
  if (!frame) return;
  frame.style.aspectRatio = `${width} / ${height}`;
  frame.classList.toggle('tall', height > width);
  frame.style.setProperty('--wide', `${(100 * width) / height}%`);
}
