import { formulaImages, formulaWeights, sampleIndices } from './formula.ts';
import { readJson } from './read-fixture.ts';
import { lengthOf, type PlainTensor } from './reference-tensor.ts';
import type { SampledTensor } from './summary-fixtures.ts';

type Summary = Omit<SampledTensor, 'indices' | `own${string}`>;

/** The losses of multi-scale discriminators in float64, with their gradients. */
export type MultiScaleFixture = {
  size: { width: number; height: number };
  filters: number;
  /** How many discriminators there are; each has two layers. */
  scales: number;
  /** The weight of feature matching. */
  matching: number;
  losses: Record<'discriminator' | 'adversarial' | 'features', number>;
  /** Of the fake, the full size first. */
  logits: SampledTensor[];
  /** Of what D minimises, without those of the biases before a norm, which are 0. */
  gradients: Record<string, SampledTensor>;
  /** The gradient of adversarial + matching * features in the fake. */
  ofFake: SampledTensor;
  /** The parameter of this name. */
  parameter(name: string, shape: readonly number[]): PlainTensor;
  /** `target`, `condition` or `fake`. */
  images(name: string): PlainTensor;
};

type File = Pick<MultiScaleFixture, 'filters' | 'scales' | 'matching' | 'losses'> & {
  size: [width: number, height: number];
  batch: number;
  scale: number;
  logits: Record<string, Summary>;
  gradients: Record<string, Summary>;
  ofFake: Summary;
};

/** Reads the fixture of multi-scale discriminators, which tools/reference/multi_scale_fixture.py writes. */
export function readMultiScaleFixture(): MultiScaleFixture {
  const { size, batch, scale, logits, gradients, ofFake, ...file } = readJson<File>('multi-scale.json');
  const [width, height] = size;
  return {
    ...file,
    size: { width, height },
    logits: Object.entries(logits).map(([name, summary]) => withIndices(name, summary)),
    gradients: Object.fromEntries(
      Object.entries(gradients).map(([name, summary]) => [name, withIndices(name, summary)]),
    ),
    ofFake: withIndices('fake', ofFake),
    parameter: (of, shape) => ({
      shape: [...shape],
      values: formulaWeights(`multi-scale.${of}`, lengthOf([...shape])).map((value) => scale * value),
    }),
    images: (of) => ({
      shape: [batch, height, width, 3],
      values: formulaImages(`multi-scale.${of}`, batch, { width, height }),
    }),
  };
}

function withIndices(name: string, summary: Summary): SampledTensor {
  const none = { ownDistance: 0, ownMedianDistance: 0, ownNormDistance: 0, ownSumDistance: 0 };
  return { ...none, ...summary, indices: sampleIndices(name, lengthOf(summary.shape), summary.samples.length) };
}
