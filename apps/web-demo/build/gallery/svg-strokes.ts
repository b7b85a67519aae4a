/** A line through x, y, x, y, ... */
export type Stroke = readonly number[];

/** Pieces of a curve: enough for one as long as a drawing is wide. */
const PIECES = 14;

/**
 * The strokes of a drawing in SVG as lines of straight pieces, in its own units. It may have `path` with absolute M, L, Q, C and Z, `circle`
 * and `ellipse`.
 *
 * @throws Error of one line at anything else
 */
export function svgStrokes(svg: string): Stroke[] {
  return [...svg.matchAll(/<(\w+) ([^>]*?)\/>/g)].flatMap(([, kind = '', text = '']) => {
    const attributes = Object.fromEntries(
      [...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
    );
    const number = (name: string) => Number(attributes[name]);
    if (kind === 'path') return pathStrokes(attributes.d ?? '');
    if (kind === 'circle') return [ellipse(number('cx'), number('cy'), number('r'), number('r'))];
    if (kind === 'ellipse') return [ellipse(number('cx'), number('cy'), number('rx'), number('ry'))];
    throw new Error(`Expected a path, a circle or an ellipse, got <${kind}>. Draw it with those.`);
  });
}

function pathStrokes(path: string): Stroke[] {
  const strokes: number[][] = [];
  for (const [, command = '', text = ''] of path.matchAll(/([A-Za-z])([^A-Za-z]*)/g)) {
    const numbers = text
      .trim()
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(Number);
    const stroke = strokes.at(-1) ?? [];
    if (command === 'M') strokes.push(numbers);
    else if (command === 'L') stroke.push(...numbers);
    else if (command === 'Q') for (let i = 0; i < numbers.length; i += 4) curve(stroke, numbers.slice(i, i + 4));
    else if (command === 'C') for (let i = 0; i < numbers.length; i += 6) curve(stroke, numbers.slice(i, i + 6));
    else if (command === 'Z') stroke.push(...stroke.slice(0, 2));
    else throw new Error(`Expected M, L, Q, C or Z in a path, got ${command}. Write it with those.`);
  }
  return strokes;
}

/** A Bézier curve from where the stroke is, of any degree (de Casteljau). */
function curve(stroke: number[], controls: readonly number[]): void {
  const points = [...stroke.slice(-2), ...controls];
  for (let piece = 1; piece <= PIECES; piece++) {
    const share = piece / PIECES;
    let left = points;
    while (left.length > 2)
      left = left.slice(0, -2).map((value, i) => value + ((left[i + 2] as number) - value) * share);
    stroke.push(...left);
  }
}

function ellipse(x: number, y: number, width: number, height: number): Stroke {
  const pieces = 4 * PIECES;
  return Array.from({ length: pieces + 1 }, (_, piece) => (2 * Math.PI * piece) / pieces).flatMap((angle) => [
    x + width * Math.cos(angle),
    y + height * Math.sin(angle),
  ]);
}
