/** The pixels of a picture in rows, some of which are lines. */
export type Lines = {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** Whether the pixel row * width + column belongs to a line. */
  isLine(pixel: number): boolean;
};

/**
 * All pixels that can be reached from one, up, down, left and right, without crossing a line.
 *
 * @param seen 1 where a pixel was found before; those that are found now are marked too
 */
export function flood(start: number, { width, height, isLine }: Lines, seen: Uint8Array): number[] {
  const found = [start];
  seen[start] = 1;
  const visit = (next: number) => {
    if (seen[next] || isLine(next)) return;
    seen[next] = 1;
    found.push(next);
  };
  for (const pixel of found) visitNeighbours(pixel, width, height, visit);
  return found;
}

/** Whether a pixel is in the first or last row or column. */
export function isAtEdge(pixel: number, width: number, height: number): boolean {
  const x = pixel % width;
  return x === 0 || x === width - 1 || pixel < width || pixel >= width * (height - 1);
}

/** Calls `visit` with the pixels to the left and right of one, above and below it: a list of them for each would take its time. */
export function visitNeighbours(pixel: number, width: number, height: number, visit: (next: number) => void): void {
  const x = pixel % width;
  if (x > 0) visit(pixel - 1);
  if (x < width - 1) visit(pixel + 1);
  if (pixel >= width) visit(pixel - width);
  if (pixel < width * (height - 1)) visit(pixel + width);
}

/** Whether something holds for all the pixels to the left and right of one, above and below it. */
export function everyNeighbour(
  pixel: number,
  width: number,
  height: number,
  holds: (next: number) => boolean,
): boolean {
  let all = true;
  visitNeighbours(pixel, width, height, (next) => {
    all &&= holds(next);
  });
  return all;
}

/** How many steps each pixel is from a line, 0 on one; -1 where there are no lines. */
export function stepsFromLines({ width, height, isLine }: Lines): Int32Array {
  const steps = new Int32Array(width * height).fill(-1);
  const queue: number[] = [];
  for (let pixel = 0; pixel < steps.length; pixel++)
    if (isLine(pixel)) {
      steps[pixel] = 0;
      queue.push(pixel);
    }
  for (const pixel of queue)
    visitNeighbours(pixel, width, height, (next) => {
      if (steps[next] !== -1) return;
      steps[next] = (steps[pixel] as number) + 1;
      queue.push(next);
    });
  return steps;
}
