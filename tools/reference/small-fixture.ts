import { formulaImages, formulaMask, formulaWeights } from './formula.ts';
import { readSafetensors } from './read-fixture.ts';
import {
  type ByNetwork,
  byNetwork,
  type Losses,
  lengthOf,
  type PlainTensor,
  type ReferenceTensor,
  zeroGradients,
} from './reference-tensor.ts';

/** What goes into one step, and the losses that come out. */
export type SmallStep = {
  /** Inputs and targets, [batch, size, size, 3]. */
  a: PlainTensor;
  b: PlainTensor;
  /** Zeros and ones a dropped layer, `down4` ... `up2`, in the shape of its output before the concatenation. */
  masks: Record<string, PlainTensor>;
  losses: Losses;
};

/** Fixture (a): 64 px, 8 filters, batch 2, five full training steps of PyTorch-GAN's networks with given dropout masks of rate 0.5. */
export type SmallFixture = {
  size: number;
  filters: number;
  batch: number;
  initial: ByNetwork<PlainTensor>;
  steps: SmallStep[];
  /** Of step 1: `fake`, and D's logits before its update, `logits.real`, `logits.fake`, and after it, `logits.updated`. */
  outputs: Record<string, ReferenceTensor>;
  /** Of step 1, those of the generator through the updated discriminator; without `zeroGradients`. */
  gradients: ByNetwork<ReferenceTensor>;
  /** What float32 makes of `zeroGradients` in PyTorch, relative to the discriminator's largest gradient. */
  zeroGradientNoise: number;
  /** After the last step; without `zeroGradients`. Their distances include the accuracy with which they are stored. */
  weights: ByNetwork<ReferenceTensor>;
};

type About = {
  size: number;
  filters: number;
  batch: number;
  maskShapes: Record<string, number[]>;
  losses: Losses[];
  movementScales: Record<string, number>;
  zeroGradientNoise: number;
  ownDistances: Record<'output' | 'gradient' | 'weight', Record<string, number>>;
};

/** Reads fixture (a) and computes what is made by formula: initial weights, images, masks. */
export function readSmallFixture(): SmallFixture {
  const { tensors, metadata } = readSafetensors('small.safetensors');
  const about = JSON.parse(metadata.about as string) as About;
  const group = (prefix: string) =>
    [...tensors].flatMap(([name, tensor]) =>
      name.startsWith(`${prefix}.`) ? [[name.slice(prefix.length + 1), tensor] as const] : [],
    );
  const withDistance = (kind: keyof About['ownDistances']) => {
    const distances = about.ownDistances[kind];
    return ([name, { shape, values }]: readonly [string, PlainTensor]) =>
      [name, { shape, values, ownDistance: distances[name] as number }] as const;
  };
  const gradients = group('gradient') as [string, PlainTensor][];
  const initial = gradients.map(([name, { shape, values }]) => {
    return [name, { shape, values: formulaWeights(name, values.length) }] as const;
  });
  const start = new Map(initial);
  const weights = group('movement').map(([name, { shape, values }]) => {
    const moved = { values, scale: about.movementScales[name] as number };
    const sum = add(start.get(name) as PlainTensor, moved);
    const largest = sum.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return [name, { shape, values: sum, storedWithin: moved.scale / 2 / largest + 2 ** -24 }] as const;
  });

  return {
    size: about.size,
    filters: about.filters,
    batch: about.batch,
    initial: byNetwork(initial),
    steps: about.losses.map((losses, index) => ({ ...stepInputs(about, index + 1), losses })),
    outputs: Object.fromEntries((group('output') as [string, PlainTensor][]).map(withDistance('output'))),
    zeroGradientNoise: about.zeroGradientNoise,
    gradients: byNetwork(gradients.filter(hasGradient).map(withDistance('gradient'))),
    weights: byNetwork(
      weights.map(([name, { storedWithin, ...tensor }]) => {
        const [, weight] = withDistance('weight')([name, tensor]);
        return [name, { ...weight, ownDistance: weight.ownDistance + storedWithin }] as const;
      }),
    ),
  };
}

function stepInputs({ batch, size, maskShapes }: About, step: number) {
  const images = (side: string): PlainTensor => ({
    shape: [batch, size, size, 3],
    values: formulaImages(`step${step}.${side}`, batch, size),
  });
  const masks = Object.entries(maskShapes).map(([layer, shape]) => {
    return [layer, { shape, values: formulaMask(`step${step}.mask.${layer}`, lengthOf(shape)) }];
  });
  return { a: images('a'), b: images('b'), masks: Object.fromEntries(masks) as Record<string, PlainTensor> };
}

function hasGradient([name]: readonly [string, unknown]): boolean {
  return !zeroGradients.some((bias) => name === `discriminator.${bias}`);
}

function add(initial: PlainTensor, moved: { values: ArrayLike<number>; scale: number }): Float32Array {
  return initial.values.map((value, i) => value + (moved.values[i] as number) * moved.scale);
}
