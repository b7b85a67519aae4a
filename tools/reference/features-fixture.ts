import type { ForeignSamples } from './foreign-fixture.ts';
import { formulaWeights } from './formula.ts';
import { readJson } from './read-fixture.ts';
import { lengthOf } from './reference-tensor.ts';

/** Samples of a tensor, and its largest entry. */
export type FeatureSamples = ForeignSamples & { largest: number };

/** What the networks behind FID and LPIPS make of formula images, with the weights of `featureWeights`. */
export type FeaturesFixture = {
  /** The 2048 features of the image `features.image` at each size. */
  inception: (FeatureSamples & { width: number; height: number })[];
  lpips: {
    /** The side of the images `features.x` and `features.y`. */
    size: number;
    /** Of each pair of the batch. */
    distances: number[];
    /** Of the mean distance, in x. */
    gradient: FeatureSamples;
  };
};

/** Reads the fixture of feature networks, which tools/reference/features_fixture.py writes. */
export function readFeaturesFixture(): FeaturesFixture {
  return readJson<FeaturesFixture>('features.json');
}

/** Half the width of the formula's uniform distribution. */
const RANGE = 0.0346;

/** A tensor of PyTorch by its key and shape there, as `load_formula` of features_fixture.py makes it. */
export function featureWeights(network: 'inception' | 'alexnet' | 'lpips', key: string, shape: readonly number[]) {
  const values = formulaWeights(`${network}.${key}`, lengthOf(shape));
  if (key.startsWith('lin')) return values.map((value) => 10 * Math.abs(value));
  const factor = shape.length > 1 ? Math.sqrt(6 / lengthOf(shape.slice(1))) / RANGE : 10;
  const middle = /(bn\.weight|running_var)$/.test(key) ? 1 : 0;
  for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) * factor + middle;
  return values;
}
