import { flood, isAtEdge, type Lines, stepsFromLines, visitNeighbours } from './flood.ts';

/** Lines whose ends are less than about twice this apart count as closed, as a share of the picture's side. */
const GAP = 1 / 64;

/**
 * The parts of a drawing that its lines close in, each as its pixels; small gaps in lines count as closed. What is open to the
 * picture's edge belongs to none.
 */
export function closedParts(lines: Lines): (readonly number[])[] {
  const { width, height } = lines;
  const taken = new Uint8Array(width * height);
  const steps = stepsFromLines(lines);
  const widest = Math.round(Math.max(width, height) * GAP);
  const parts: (readonly number[])[] = [];
  // A gap is closed by lines that are thicker by half of it. Where they close nothing in, thicker ones are tried.
  for (let thicker = 0; thicker <= widest; thicker++) {
    const thickened = {
      ...lines,
      isLine: (pixel: number) => taken[pixel] === 1 || isWithin(steps[pixel] as number, thicker),
    };
    const seen = new Uint8Array(width * height);
    for (let start = 0; start < seen.length; start++) {
      if (seen[start] || thickened.isLine(start)) continue;
      const core = flood(start, thickened, seen);
      if (core.some((pixel) => isAtEdge(pixel, width, height))) continue;
      const isFree = (pixel: number) => !taken[pixel] && !lines.isLine(pixel);
      const part = grown(core, 2 * thicker, lines, isFree); // twice, to get into corners again
      for (const pixel of part) taken[pixel] = 1;
      parts.push(part);
    }
  }
  return parts;
}

/** Without lines a picture's steps are -1. */
function isWithin(steps: number, thicker: number): boolean {
  return steps >= 0 && steps <= thicker;
}

/** A part and what is free within so many steps of it. */
function grown(
  core: readonly number[],
  steps: number,
  { width, height }: Lines,
  isFree: (pixel: number) => boolean,
): readonly number[] {
  if (steps === 0) return core;
  const part = new Set(core);
  let rim = core;
  for (let step = 0; step < steps; step++) {
    const next: number[] = [];
    for (const pixel of rim)
      visitNeighbours(pixel, width, height, (at) => {
        if (part.has(at) || !isFree(at)) return;
        part.add(at);
        next.push(at);
      });
    rim = next;
  }
  return [...part];
}
