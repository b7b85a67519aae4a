/** The pixels of a picture in rows, some of which are lines. */
export type Lines = { readonly width: number; readonly height: number; isLine(pixel: number): boolean };

/**
 * All pixels that can be reached from one, up, down, left and right, without crossing a line.
 *
 * @param seen 1 where a pixel was found before; those that are found now are marked too
 */
export function flood(start: number, { width, height, isLine }: Lines, seen: Uint8Array): number[] {
  const found = [start];
  seen[start] = 1;
  for (const pixel of found)
    for (const next of neighbours(pixel, width, height)) {
      if (seen[next] || isLine(next)) continue;
      seen[next] = 1;
      found.push(next);
    }
  return found;
}

/** Whether a pixel is in the first or last row or column. */
export function isAtEdge(pixel: number, width: number, height: number): boolean {
  const [x, y] = [pixel % width, Math.floor(pixel / width)];
  return x === 0 || y === 0 || x === width - 1 || y === height - 1;
}

/** The pixels above, below, left and right of one. */
export function neighbours(pixel: number, width: number, height: number): number[] {
  const [x, y] = [pixel % width, Math.floor(pixel / width)];
  return [
    ...(x > 0 ? [pixel - 1] : []),
    ...(x < width - 1 ? [pixel + 1] : []),
    ...(y > 0 ? [pixel - width] : []),
    ...(y < height - 1 ? [pixel + width] : []),
  ];
}
