import type { NamedTensors } from '@pix2pix-ts/ops';
import { type KeyPart, randomStream } from '@pix2pix-ts/random';
import { tensor } from '@tensorflow/tfjs-core';
import type { Init, TensorSpec, TensorSpecs } from './architecture.ts';
import { type WeightInitName, weightInits } from './inits.ts';

/** How a network's first values are drawn, where that is not left to its architecture. */
export type DrawOptions = {
  /** The kernels of all convolutions. @default as the architecture says: N(0, 0.02^2) in ours */
  weights?: WeightInitName | undefined;
  /** What `weights` is scaled by. @default its own: 0.02 of `normal`, 1 of the others */
  gain?: number | undefined;
  /** What biases begin with: U(-1/sqrt(fan in), 1/sqrt(fan in)) as PyTorch has them by itself, or 0 as in the code of junyanz. @default 'uniform' */
  biases?: 'uniform' | 'zero' | undefined;
};

/**
 * New tensors of a network, each drawn from a stream of its own, so that equal keys give equal values on every engine.
 *
 * @returns tensors that the caller disposes.
 */
export function drawTensors(specs: TensorSpecs, options: DrawOptions, ...key: readonly KeyPart[]): NamedTensors {
  return mapSpecs(specs, (spec, name) => {
    const values = firstValues(spec, name, options, [...key, ...name.split('.')]);
    return tensor(values, [...spec.shape]);
  });
}

function firstValues(
  { shape, init, outputAxis }: TensorSpec,
  name: string,
  { weights, gain, biases }: DrawOptions,
  key: readonly KeyPart[],
): Float32Array {
  const isKernel = shape.length === 4 && outputAxis !== undefined;
  if (isKernel && weights !== undefined) {
    const { gain: own, draw } = weightInits.get(weights);
    return draw(shape, gain ?? own, randomStream(...key));
  }
  const values = new Float32Array(shape.reduce((product, side) => product * side, 1));
  if (biases === 'zero' && name.endsWith('.bias')) return values;
  const draw = drawing(init, key);
  for (let i = 0; i < values.length; i++) values[i] = draw();
  return values;
}

function drawing(init: Init, key: readonly KeyPart[]): () => number {
  if ('constant' in init) return () => init.constant;
  const stream = randomStream(...key);
  if ('uniform' in init) return () => init.uniform * (2 * stream.uniform() - 1);
  return () => (init.mean ?? 0) + init.normal * stream.normal();
}

/**
 * Checks tensors that come from outside, once: what runs a network takes them for right.
 *
 * @param doubt what an error asks at its end
 *
 * @throws an error of one line, if one is missing, has another shape, or belongs to no block.
 */
export function checkTensors(
  specs: TensorSpecs,
  tensors: NamedTensors,
  doubt = 'Is it of another architecture?',
): void {
  for (const [name, { shape }] of Object.entries(specs)) {
    const got = tensors[name]?.shape;
    if (got?.join() === shape.join()) continue;
    throw new Error(`Expected a tensor '${name}' of shape [${shape}], got ${got ? `[${got}]` : 'none'}. ${doubt}`);
  }
  const unknown = Object.keys(tensors).find((name) => !Object.hasOwn(specs, name));
  if (unknown !== undefined) throw new Error(`Expected no tensor '${unknown}', got one. ${doubt}`);
}

/** How many numbers of a network are trained. */
export function countParameters(specs: TensorSpecs): number {
  const trained = Object.values(specs).filter((spec) => spec.trained);
  return trained.reduce((sum, { shape }) => sum + shape.reduce((product, side) => product * side, 1), 0);
}

function mapSpecs<Value>(specs: TensorSpecs, map: (spec: TensorSpec, name: string) => Value): Record<string, Value> {
  return Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, map(spec, name)]));
}
