import { type Area, isEmpty } from './area.ts';

/** What is drawn on: white paper of a drawing's format. */
export type Paper = CanvasRenderingContext2D;

/** Paper of that many pixels: an entire drawing's, or a part's. Often read, so kept where reading is fast. */
export function createPaper(canvas: HTMLCanvasElement, width: number, height: number): Paper {
  canvas.width = width;
  canvas.height = height;
  return canvas.getContext('2d', { willReadFrequently: true }) as Paper;
}

/** White all over. */
export function clearPaper(paper: Paper): void {
  paper.fillStyle = '#ffffff';
  paper.fillRect(0, 0, paper.canvas.width, paper.canvas.height);
}

/** Copies a part of a picture of the entire paper to its place. */
export function copyArea(paper: Paper, from: HTMLCanvasElement, area: Area): void {
  if (isEmpty(area)) return;
  const { left, top, right, bottom } = area;
  const [width, height] = [right - left, bottom - top];
  paper.drawImage(from, left, top, width, height, left, top, width, height);
}

/** A picture of a part of the paper, which must not be empty. */
export function cutOut(from: HTMLCanvasElement, { left, top, right, bottom }: Area): HTMLCanvasElement {
  const paper = createPaper(document.createElement('canvas'), right - left, bottom - top);
  paper.drawImage(from, -left, -top);
  return paper.canvas;
}
