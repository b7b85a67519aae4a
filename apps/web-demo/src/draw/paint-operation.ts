import { type Area, areaAround, isEmpty, WHOLE } from './area.ts';
import { floodFill } from './flood-fill.ts';
import { type Operation, SIDE } from './operation.ts';

/** What is drawn on: white paper of {@link SIDE} by {@link SIDE}. */
export type Paper = CanvasRenderingContext2D;

/**
 * Paints one operation over what is there. A picture must have been decoded before: see `decodePictures`.
 *
 * @returns where the paper may look different now
 */
export function paintOperation(
  paper: Paper,
  operation: Operation,
  pictures: ReadonlyMap<string, CanvasImageSource>,
): Area {
  switch (operation.kind) {
    case 'clear':
      clearPaper(paper);
      return WHOLE;
    case 'image': {
      const picture = pictures.get(operation.address);
      if (picture) paper.drawImage(picture, 0, 0, SIDE, SIDE);
      return WHOLE;
    }
    case 'fill':
      return fill(paper, operation.colour, operation.points);
    case 'rectangle': {
      const [left = 0, top = 0, right = 0, bottom = 0] = operation.points;
      paper.fillStyle = operation.colour;
      // As wide as it was drawn, to its last pixel; a rectangle is filled: fills are what a model of shapes wants.
      paper.fillRect(Math.min(left, right), Math.min(top, bottom), Math.abs(right - left), Math.abs(bottom - top));
      return areaAround(operation.points, 1);
    }
    default:
      return line(paper, operation.colour, operation.width, operation.points);
  }
}

/** Copies a part of a picture of the whole paper to its place. */
export function copyArea(paper: Paper, from: HTMLCanvasElement, area: Area): void {
  if (isEmpty(area)) return;
  const { left, top, right, bottom } = area;
  const [width, height] = [right - left, bottom - top];
  paper.drawImage(from, left, top, width, height, left, top, width, height);
}

/** White all over. */
export function clearPaper(paper: Paper): void {
  paper.fillStyle = '#ffffff';
  paper.fillRect(0, 0, SIDE, SIDE);
}

function line(paper: Paper, colour: string, width: number, points: readonly number[]): Area {
  const [x = 0, y = 0] = points;
  paper.strokeStyle = colour;
  paper.lineWidth = width;
  paper.lineCap = 'round';
  paper.lineJoin = 'round';
  paper.beginPath();
  paper.moveTo(x, y);
  // A point alone is a dot.
  if (points.length === 2) paper.lineTo(x, y);
  for (let i = 2; i < points.length; i += 2) paper.lineTo(points[i] as number, points[i + 1] as number);
  paper.stroke();
  return areaAround(points, width / 2 + 2); // and the soft edge
}

function fill(paper: Paper, colour: string, points: readonly number[]): Area {
  const [x, y] = points.map((value) => Math.min(SIDE - 1, Math.max(0, Math.floor(value)))) as [number, number];
  const image = paper.getImageData(0, 0, SIDE, SIDE);
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const [filled = 0] = new Uint32Array(Uint8Array.of(...channels, 255).buffer);
  const area = floodFill(image.data, SIDE, SIDE, [x, y], filled);
  paper.putImageData(image, 0, 0, area.left, area.top, area.right - area.left, area.bottom - area.top);
  return area;
}
