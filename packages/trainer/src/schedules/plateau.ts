/** How far a metric has come, as a state's file keeps it. */
export type PlateauState = {
  /** The best value so far; null before the first. */
  best: number | null;
  /** Values in a row that were not better. */
  stale: number;
  /** How often there were too many of them. */
  plateaus: number;
};

/** Before the first value. */
export const NO_PLATEAU: PlateauState = { best: null, stale: 0, plateaus: 0 };

/** A value has to be better by this share of the best one; less is noise. PyTorch's default. */
const THRESHOLD = 1e-4;

/**
 * The state after one more value: a plateau begins where more than `patience` values in a row are not better than the best,
 * as in PyTorch's ReduceLROnPlateau.
 *
 * @param value a metric from 0, of which `better` says which way is the better one
 */
export function afterValue(
  { best, stale, plateaus }: PlateauState,
  value: number,
  better: 'lower' | 'higher',
  patience: number,
): PlateauState {
  if (best === null || isBetter(value, best, better)) return { best: value, stale: 0, plateaus };
  return stale + 1 > patience ? { best, stale: 0, plateaus: plateaus + 1 } : { best, stale: stale + 1, plateaus };
}

function isBetter(value: number, best: number, better: 'lower' | 'higher'): boolean {
  return better === 'lower' ? value < best * (1 - THRESHOLD) : value > best * (1 + THRESHOLD);
}
