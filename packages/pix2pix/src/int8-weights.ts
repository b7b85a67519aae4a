import {
  type Int8Tensor,
  int8ToTensor,
  type SafetensorsEntry,
  type SafetensorsFile,
  scaleName,
  toTensors,
} from '@pix2pix-ts/checkpoint';
import type { TensorSpecs } from '@pix2pix-ts/models';
import { dispose, type Tensor } from '@tensorflow/tfjs-core';

/** A file's tensors: those in 8 bits with their scales, and all others as they are. */
export type Weights = {
  /** As they are, by their names. */
  readonly plain: ReadonlyMap<string, SafetensorsEntry>;
  /** In 8 bits. */
  readonly int8: readonly Int8Tensor[];
};

/** Takes a file's 8-bit weights apart from its other tensors; a scale belongs to the weight that has its name. */
export function separateInt8(specs: TensorSpecs, { tensors }: SafetensorsFile): Weights {
  const plain = new Map(tensors);
  const int8: Int8Tensor[] = [];
  for (const [name, { outputAxis: axis }] of Object.entries(specs)) {
    const weight = tensors.get(name);
    if (weight?.dtype !== 'I8' || axis === undefined) continue;
    const scale = tensors.get(scaleName(name));
    int8.push({ name, weight, scale, axis });
    for (const taken of [name, scaleName(name)]) plain.delete(taken);
  }
  return { plain, int8 };
}

/** All weights as float32 tensors, which the caller disposes; where one cannot be made, none is left behind. */
export function weightTensors({ plain, int8 }: Weights): Record<string, Tensor> {
  const made = toTensors({ tensors: plain, metadata: {} });
  try {
    for (const weight of int8) made[weight.name] = int8ToTensor(weight);
    return made;
  } catch (error) {
    dispose(Object.values(made));
    throw error;
  }
}
