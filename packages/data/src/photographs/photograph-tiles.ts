/** A square of a picture, in its pixels. */
export type Square = {
  /** Its first column. */
  readonly left: number;
  /** Its first row. */
  readonly top: number;
  /** Pixels a side. */
  readonly side: number;
};

/** Halvings of the shorter side at most: smaller squares show no things any more. */
const SCALES = 4;

/**
 * The squares of a picture that become pairs: the one in its middle, or with `tile` many at up to four scales, of which each
 * overlaps the next by half and none is smaller than a pair.
 *
 * @param size of a pair's pictures, at most the shorter side
 */
export function photographTiles(width: number, height: number, size: number, tile = false): Square[] {
  const shorter = Math.min(width, height);
  if (!tile)
    return [{ left: Math.floor((width - shorter) / 2), top: Math.floor((height - shorter) / 2), side: shorter }];
  const sides = Array.from({ length: SCALES }, (_, i) => Math.floor(shorter / 2 ** i)).filter((side) => side >= size);
  return sides.flatMap((side) =>
    starts(height, side).flatMap((top) => starts(width, side).map((left) => ({ left, top, side }))),
  );
}

/** From edge to edge, evenly, by half a side at most. */
function starts(length: number, side: number): number[] {
  const steps = Math.ceil((length - side) / (side / 2));
  return Array.from({ length: steps + 1 }, (_, i) => (steps === 0 ? 0 : Math.round((i * (length - side)) / steps)));
}
