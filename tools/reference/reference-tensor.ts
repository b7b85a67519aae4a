/** Row-major values in TensorFlow.js layout: weights HWIO, or [h, w, out, in] for `up`; images and masks NHWC. */
export type PlainTensor = { shape: number[]; values: Float32Array };

/** A float64 result of PyTorch, rounded to float32. */
export type ReferenceTensor = PlainTensor & {
  /**
   * How far PyTorch's own float32 is from float64 here, relative to the tensor's largest entry: the worst of 28 runs.
   */
  ownDistance: number;
};

/**
 * How far any engine may be from float64 where PyTorch's float32 is this far from it. Every order of summation rounds
 * otherwise, and a sum near a kink of LeakyReLU, ReLU or L1 falls on either side of it: the worst of 28 runs is where
 * that happened to PyTorch, and another engine has its own luck.
 */
export function toleranceOf(ownDistance: number): number {
  return FACTOR * ownDistance;
}
const FACTOR = 5;

/** One value a parameter, by its name in the network's parameter tree: `down1.weight`, `block1.bias`. */
export type ByNetwork<Value> = { generator: Record<string, Value>; discriminator: Record<string, Value> };

/** PyTorch-GAN's losses of one step; `generator` is adversarial + 100 l1. */
export type Losses = { discriminator: number; adversarial: number; l1: number; generator: number };

/**
 * Biases directly before an instance norm: their true gradient is 0, so what float32 makes of them is rounding noise.
 * Their gradients are held to `zeroGradientNoise`, and their weights are not compared.
 */
export const zeroGradients: readonly string[] = ['block2.bias', 'block3.bias', 'block4.bias'];

/** Splits `generator.down1.weight` and its like into one record a network. */
export function byNetwork<Value>(named: Iterable<readonly [string, Value]>): ByNetwork<Value> {
  const networks: ByNetwork<Value> = { generator: {}, discriminator: {} };
  for (const [name, value] of named) {
    const [, network, path] = /^(generator|discriminator)\.(.+)$/.exec(name) ?? [];
    if (path) networks[network as keyof ByNetwork<Value>][path] = value;
  }
  return networks;
}

/** The largest |values - reference| relative to the reference's largest entry. */
export function largestDistance(values: ArrayLike<number>, { values: reference }: PlainTensor): number {
  if (values.length !== reference.length)
    throw new Error(`Expected ${reference.length} values as in the reference, got ${values.length}.`);
  let largest = 0;
  let apart = 0;
  for (let i = 0; i < reference.length; i++) {
    largest = Math.max(largest, Math.abs(reference[i] as number));
    const distance = Math.abs((values[i] as number) - (reference[i] as number));
    if (!(distance <= apart)) apart = distance; // also true for NaN, which then stays
    if (Number.isNaN(apart)) return Number.NaN;
  }
  return apart / largest;
}

/** The number of entries of a tensor of this shape. */
export function lengthOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}
