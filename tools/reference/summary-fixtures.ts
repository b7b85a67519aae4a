import { type FormulaSize, formulaImages, formulaWeights, sampleIndices } from './formula.ts';
import { readJson } from './read-fixture.ts';
import { type ByNetwork, byNetwork, type Losses, lengthOf, type PlainTensor } from './reference-tensor.ts';

/** What the fixture keeps of a tensor in float64, and how far PyTorch's float32 is from it. */
type TensorSummary = {
  shape: number[];
  norm: number;
  sum: number;
  /** The largest absolute entry. */
  largest: number;
  /** The entries at `sampleIndices(name, length, samples.length)`. */
  samples: number[];
  /** Over all entries, relative to `largest`. */
  ownDistance: number;
  /** The median over the samples, which no single kink moves, relative to `largest`. */
  ownMedianDistance: number;
  /** Relative to `norm`. */
  ownNormDistance: number;
  /** Relative to norm * sqrt(length), which bounds a sum. */
  ownSumDistance: number;
};

/** A summary and where its samples are. */
export type SampledTensor = TensorSummary & { indices: number[] };

/** One training step of one model, every tensor kept as a summary. */
export type SummaryFixture = {
  size: FormulaSize;
  filters: number;
  batch: number;
  /** What the formula's names of weights and images begin with. */
  prefix: string;
  /** Inputs and targets, [batch, height, width, 3]. */
  a: PlainTensor;
  b: PlainTensor;
  parameterShapes: ByNetwork<number[]>;
  /** Whether the step has dropout, of rate 0.5, by the masks that `formulaMask` gives for `step1.mask.` and the layer. */
  dropout?: boolean;
  losses: Losses;
  /** `fake`, and D's logits before its update, `logits.real`, `logits.fake`, and after it, `logits.updated`. */
  outputs: Record<string, SampledTensor>;
  /** Those of the generator through the updated discriminator; without `zeroGradients`. */
  gradients: ByNetwork<SampledTensor>;
  /** What float32 makes of `zeroGradients` in PyTorch, relative to the discriminator's largest gradient. */
  zeroGradientNoise: number;
};

/** How far a tensor is from a summary: entries relative to the largest, norm and sum in the summary's own measures. */
export type SummaryDistance = { samples: number; median: number; norm: number; sum: number };

/** A model as the files hold it. */
type SummaryFile = Omit<SummaryFixture, 'a' | 'b' | 'size' | 'parameterShapes' | 'outputs' | 'gradients'> & {
  size: number | [width: number, height: number];
  parameterShapes: Record<string, number[]>;
  outputs: Record<string, TensorSummary>;
  gradients: Record<string, TensorSummary>;
};

/** Reads fixture (b), PyTorch-GAN's full model of one 256 px pair; `formulaTensor` gives the weights, one tensor at a time. */
export function readFullFixture(): SummaryFixture {
  return withFormulas(readJson<SummaryFile>('full.json'));
}

/** Reads fixture (b) at half of its size and with half of its filters. */
export function readHalfFixture(): SummaryFixture {
  return withFormulas(readJson<SummaryFile>('half.json'));
}

/** Reads fixture (c), models of 32 px and of an odd number of filters each, in which no value comes near a kink. */
export function readOddFixtures(): SummaryFixture[] {
  return readJson<{ models: SummaryFile[] }>('odd.json').models.map(withFormulas);
}

/** Reads fixture (e), models of images that are not square, with dropout, in which no value comes near a kink. */
export function readWideFixtures(): SummaryFixture[] {
  return readJson<{ models: SummaryFile[] }>('wide.json').models.map(withFormulas);
}

/** Fixture (d): three steps of a ResNet and a PatchGAN with batch norm; every tensor kept as a summary. */
export type BatchNormFixture = {
  size: number;
  filters: number;
  /** Residual blocks of the generator. */
  blocks: number;
  /** Layers of the discriminator that halve the image; one that does not follows. */
  layers: number;
  batch: number;
  /** Of each step. */
  losses: Losses[];
  /** Of step 1 as in the other fixtures; at the end `translated.running` and `translated.batch`, of step 3's inputs. */
  outputs: Record<string, SampledTensor>;
  /** Of step 1. */
  gradients: ByNetwork<SampledTensor>;
  /** After step 3, running statistics included. */
  tensors: ByNetwork<SampledTensor>;
};

/** Reads fixture (d). Weights begin as `formulaWeights` of their names, factors of norms at 1 more. */
export function readBatchNormFixture(): BatchNormFixture {
  type File = Omit<BatchNormFixture, 'outputs' | 'gradients' | 'tensors'> &
    Record<'outputs' | 'gradients' | 'tensors', Record<string, TensorSummary>>;
  const { outputs, gradients, tensors, ...file } = readJson<File>('batch-norm.json');
  const withPlaces = (summaries: Record<string, TensorSummary>) => Object.entries(summaries).map(withIndices);
  return {
    ...file,
    outputs: Object.fromEntries(withPlaces(outputs)),
    gradients: byNetwork(withPlaces(gradients)),
    tensors: byNetwork(withPlaces(tensors)),
  };
}

/** The model with its images, and where the samples of its tensors are. */
function withFormulas({ parameterShapes, outputs, gradients, ...file }: SummaryFile): SummaryFixture {
  const { batch, prefix } = file;
  const [width, height] = typeof file.size === 'number' ? [file.size, file.size] : file.size;
  const size = width === height ? width : { width, height };
  const images = (side: string) => ({
    shape: [batch, height, width, 3],
    values: formulaImages(`${prefix}step1.${side}`, batch, size),
  });
  return {
    ...file,
    size,
    a: images('a'),
    b: images('b'),
    parameterShapes: byNetwork(Object.entries(parameterShapes)),
    outputs: Object.fromEntries(Object.entries(outputs).map(withIndices)),
    gradients: byNetwork(Object.entries(gradients).map(withIndices)),
  };
}

/** The weights of one parameter by formula, such as `generator.down1.weight`. */
export function formulaTensor(name: string, shape: number[]): PlainTensor {
  return { shape, values: formulaWeights(name, lengthOf(shape)) };
}

/** Compares a tensor's values with its summary. NaN in the values gives NaN in the norm. */
export function distanceFromSummary(values: Float32Array, reference: SampledTensor): SummaryDistance {
  const { indices, samples, shape, largest, norm, sum } = reference;
  if (values.length !== lengthOf(shape))
    throw new Error(`Expected ${lengthOf(shape)} values for the shape [${shape}], got ${values.length}.`);
  let total = 0;
  let squares = 0;
  for (const value of values) {
    total += value;
    squares += value * value;
  }
  const apart = indices.map((index, i) => Math.abs((values[index] as number) - (samples[i] as number)));
  return {
    samples: Math.max(...apart) / largest,
    median: medianOf(apart) / largest,
    norm: Math.abs(Math.sqrt(squares) - norm) / norm,
    sum: Math.abs(total - sum) / (norm * Math.sqrt(values.length)),
  };
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] as number) + (sorted[sorted.length >> 1] as number)) / 2;
}

function withIndices([name, summary]: [string, TensorSummary]): readonly [string, SampledTensor] {
  return [name, { ...summary, indices: sampleIndices(name, lengthOf(summary.shape), summary.samples.length) }];
}
