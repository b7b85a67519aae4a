import { type Operation, SIDE } from './operation.ts';

/** Drawings from links that take longer are not painted, because the page would freeze. In milliseconds. */
export const MOST_MILLISECONDS = 2000;

/** A fill reads and writes the entire paper, a picture is decoded: 14 to 20 ms each. */
const WHOLE_PAPER = 16;
/** The noise, and a million pixels. */
const PLANET = 200;
const EACH = 0.1;
const EACH_POINT = 0.02;
/** Edges that a row of pixels is made from are sorted: 5,000 long pieces 28 wide take 1.2 s, 1,000 take 24 ms. */
const EACH_PAIR_OF_EDGES = 1.6e-7;

/**
 * About how many milliseconds it takes to paint a drawing in a browser without a GPU: known from its operations alone, and
 * rather too many than too few.
 */
export function paintingTime(operations: readonly Operation[]): number {
  return operations.reduce((sum, operation) => sum + timeOf(operation), 0);
}

/**
 * Refuses a drawing that takes too long to paint.
 *
 * @param what is drawn, as in "a drawing in the page's address"
 * @throws one line with both times
 */
export function checkPaintingTime(operations: readonly Operation[], what: string): void {
  const seconds = paintingTime(operations) / 1000;
  if (seconds * 1000 <= MOST_MILLISECONDS) return;
  throw new Error(
    `Expected ${what} that takes at most ${MOST_MILLISECONDS / 1000} seconds to paint, got one that takes about ${Math.ceil(seconds)}. Make it simpler.`,
  );
}

function timeOf(operation: Operation): number {
  switch (operation.kind) {
    case 'fill':
    case 'image':
      return WHOLE_PAPER;
    case 'planet':
      return PLANET;
    case 'clear':
    case 'rectangle':
      return EACH;
    default:
      return EACH + strokeTime(operation.points, operation.width);
  }
}

/** A row of pixels crosses as many edges as pieces go through it, and each of them is compared with the others. */
function strokeTime(points: readonly number[], width: number): number {
  let rows = 0;
  for (let at = 2; at < points.length; at += 2)
    rows +=
      width +
      distance(points[at] as number, points[at - 2] as number) +
      distance(points[at + 1] as number, points[at - 1] as number);
  return (EACH_POINT * points.length) / 2 + (EACH_PAIR_OF_EDGES * rows ** 2) / SIDE;
}

function distance(one: number, other: number): number {
  return Math.abs(one - other);
}
