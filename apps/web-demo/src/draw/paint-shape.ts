import { type Area, areaAround } from './area.ts';
import type { Shape } from './operation.ts';
import type { Paper } from './paper.ts';

/**
 * Paints a line or a rectangle over what is there.
 *
 * @returns where the paper may look different now
 */
export function paintShape(paper: Paper, shape: Shape): Area {
  return shape.kind === 'rectangle'
    ? rectangle(paper, shape.colour, shape.points)
    : line(paper, shape.colour, shape.width, shape.points);
}

function rectangle(paper: Paper, colour: string, points: readonly number[]): Area {
  const [left = 0, top = 0, right = 0, bottom = 0] = points;
  paper.fillStyle = colour;
  // As wide as it was drawn, to its last pixel; a rectangle is filled: fills are what a model of shapes wants.
  paper.fillRect(Math.min(left, right), Math.min(top, bottom), Math.abs(right - left), Math.abs(bottom - top));
  return areaAround(points, 1);
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
