import { formulaImages, formulaWeights, sampleIndices } from './formula.ts';
import { readJson } from './read-fixture.ts';
import { lengthOf, type PlainTensor } from './reference-tensor.ts';
import type { SampledTensor } from './summary-fixtures.ts';

type Summary = Omit<SampledTensor, 'indices' | `own${string}`>;

/** A network in float64: its output for a batch of images, and the gradients of that output's product with `direction`. */
export type Variant = {
  name: string;
  /** Of each parameter. */
  gradients: Record<string, SampledTensor>;
  output: SampledTensor;
  /** The parameter of this name, as the network began. */
  parameter(name: string, shape: readonly number[]): PlainTensor;
  /** `x`, or `condition` of a discriminator. */
  images(name: string): PlainTensor;
  /** What the output is multiplied with, of its shape. */
  direction: PlainTensor;
};

/** Networks that differ from PyTorch-GAN's, and what they have in common. */
export type VariantsFixture = { size: number; filters: number; batch: number; variants: Variant[] };

type File = Omit<VariantsFixture, 'variants'> & {
  scale: number;
  variants: Record<string, { output: Summary; gradients: Record<string, Summary> }>;
};

/** Reads the fixture of other networks, which tools/reference/variants_fixture.py writes. */
export function readVariantsFixture(): VariantsFixture {
  const { size, filters, batch, scale, variants } = readJson<File>('variants.json');
  const variantOf = ([name, { output, gradients }]: [string, File['variants'][string]]): Variant => ({
    name,
    output: withIndices('output', output),
    gradients: Object.fromEntries(Object.entries(gradients).map(([of, summary]) => [of, withIndices(of, summary)])),
    parameter: (of, shape) => ({
      shape: [...shape],
      values: formulaWeights(`${name}.${of}`, lengthOf([...shape])).map(
        (value) => scale * value + (of.endsWith('norm.scale') ? 1 : 0),
      ),
    }),
    images: (of) => ({ shape: [batch, size, size, 3], values: formulaImages(`${name}.${of}`, batch, size) }),
    direction: { shape: output.shape, values: formulaWeights(`${name}.direction`, lengthOf(output.shape)) },
  });
  return { size, filters, batch, variants: Object.entries(variants).map(variantOf) };
}

function withIndices(name: string, summary: Summary): SampledTensor {
  const none = { ownDistance: 0, ownMedianDistance: 0, ownNormDistance: 0, ownSumDistance: 0 };
  return { ...none, ...summary, indices: sampleIndices(name, lengthOf(summary.shape), summary.samples.length) };
}
