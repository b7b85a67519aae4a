import { formulaWeights } from './formula.ts';
import { readJson } from './read-fixture.ts';

/** What SciPy and NumPy make of sets of features; pairs of sets are named as in `real fake`. */
export type SetsFixture = {
  dimensions: number;
  /** How the features of each set are made, see `setFeatures`. */
  sets: Record<string, { images: number; share: number; offset: number }>;
  /** Of the set `real`; the covariance row by row. */
  moments: { mean: number[]; covariance: number[] };
  /** The Fréchet distance. */
  frechet: Record<string, number>;
  /** The unbiased squared MMD with KID's kernel. */
  squaredMmd: Record<string, number>;
};

/** Reads the fixture of sets, which tools/reference/sets_fixture.py writes. */
export function readSetsFixture(): SetsFixture {
  return readJson<SetsFixture>('sets.json');
}

/** [images, dimensions], the features of a set: 32 (w_j + share w_(j+1)) + offset of the formula's numbers w. */
export function setFeatures({ dimensions, sets }: SetsFixture, name: string): Float32Array {
  const { images, share, offset } = sets[name] as SetsFixture['sets'][string];
  const w = formulaWeights(`sets.${name}`, images * dimensions);
  return w.map((value, i) => {
    const next = i % dimensions === dimensions - 1 ? i + 1 - dimensions : i + 1;
    return 32 * (value + share * (w[next] as number)) + offset;
  });
}
