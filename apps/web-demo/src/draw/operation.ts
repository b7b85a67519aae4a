/** The longer side of a drawing in its own units, which are the pixels that it is kept in: sharp on dense screens. */
export const SIDE = 1024;

/** The size of a drawing in its own units; the longer side is {@link SIDE}. */
export type Format = { readonly width: number; readonly height: number };

/** What a drawing is as long as no picture gives it another format. */
export const SQUARE: Format = { width: SIDE, height: SIDE };

/** No side of a picture is more than so many times the other: what is longer is cut. */
export const LONGEST_FORMAT = 3;

/** What the pen is set to. */
export const TOOLS = ['pen', 'eraser', 'line', 'rectangle', 'fill'] as const;

/** A tool by its name. */
export type Tool = (typeof TOOLS)[number];

/**
 * One thing that was done to a drawing; coordinates from 0 to {@link SIDE}, or as far again outside the paper on each side,
 * colours as `#rrggbb`.
 */
export type Operation =
  | { readonly kind: 'stroke'; readonly colour: string; readonly width: number; readonly points: readonly number[] }
  | {
      readonly kind: 'line' | 'rectangle';
      readonly colour: string;
      readonly width: number;
      readonly points: readonly number[];
    }
  | { readonly kind: 'fill'; readonly colour: string; readonly points: readonly number[] }
  /** A picture over the entire drawing, as a data: address; the drawing gets its format, a square one where it has none. */
  | { readonly kind: 'image'; readonly address: string; readonly width?: number; readonly height?: number }
  /** The map of a planet over the entire drawing; its seed says which: see `newPlanet`. */
  | { readonly kind: 'planet'; readonly seed: number }
  | { readonly kind: 'clear' };

/** What is drawn by moving the pen. */
export type Shape = Extract<Operation, { kind: 'stroke' | 'line' | 'rectangle' }>;

/** Whether a value that was stored or shared is a drawing: a list of operations that can be drawn. */
export function isDrawing(value: unknown): value is Operation[] {
  return Array.isArray(value) && Array.from(value).every(isOperation); // holes too, which every() skips
}

function isOperation(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, colour, width, height, points, address, seed } = value as Record<string, unknown>;
  const inked = typeof colour === 'string' && /^#[0-9a-f]{6}$/.test(colour) && isPoints(points);
  const wide = typeof width === 'number' && width >= 1 && width <= SIDE;
  switch (kind) {
    case 'clear':
      return true;
    case 'image':
      return typeof address === 'string' && /^data:image\/(png|jpeg|webp);/.test(address) && isFormat(width, height);
    case 'planet':
      return Number.isInteger(seed) && (seed as number) >= 0 && (seed as number) < 2 ** 32;
    case 'fill':
      return inked && (points as number[]).length === 2;
    case 'line':
    case 'rectangle':
      return inked && wide && (points as number[]).length === 4;
    default:
      return kind === 'stroke' && inked && wide;
  }
}

/** Whether these are the sides of a {@link Format}, or none. */
function isFormat(width: unknown, height: unknown): boolean {
  if (width === undefined && height === undefined) return true;
  const sides = [width, height];
  return (
    sides.every((side) => Number.isInteger(side) && (side as number) * LONGEST_FORMAT >= SIDE - 2) &&
    Math.max(...(sides as number[])) === SIDE
  );
}

/** Whether these are x, y, x, y, ... of places where a pen can be. */
function isPoints(points: unknown): points is number[] {
  return Array.isArray(points) && points.length >= 2 && points.length % 2 === 0 && Array.from(points).every(isPlace);
}

/** Not NaN either. */
function isPlace(value: unknown): boolean {
  return typeof value === 'number' && value >= -SIDE && value <= 2 * SIDE;
}
