import type { Losses } from '@pix2pix-ts/trainer';

/** The mean losses up to a step. */
export type LossPoint = { readonly step: number } & Losses;

/** The losses that the points have, except for the generator's total, which says nothing that its terms do not. */
export function lossNames(points: readonly LossPoint[]): string[] {
  const { step: _, generator: __, ...losses } = points.at(-1) ?? { step: 0, generator: 0 };
  return Object.keys(losses);
}

/** At most `most` points, evenly through all, the last one included. */
export function thinOut(points: readonly LossPoint[], most: number): LossPoint[] {
  if (points.length <= most) return [...points];
  return Array.from(
    { length: most },
    (_, i) => points[Math.round((i * (points.length - 1)) / (most - 1))] as LossPoint,
  );
}
