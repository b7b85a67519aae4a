const STROKE_WIDTH = /(stroke-width\s*[=:]\s*["']?)(\d*\.?\d+)/g;

/** An SVG whose lines are `factor` times as wide; what is filled stays as it is. */
export function withLineWidth(svg: Uint8Array, factor: number): Uint8Array {
  if (factor === 1) return svg;
  const text = Buffer.from(svg).toString('utf8');
  return Buffer.from(text.replace(STROKE_WIDTH, (_, before, width) => `${before}${Number(width) * factor}`));
}
