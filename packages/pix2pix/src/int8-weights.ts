import {
  type Int8Tensor,
  int8ToTensor,
  type SafetensorsEntry,
  type SafetensorsFile,
  scaleName,
  toTensors,
} from '@pix2pix-ts/checkpoint';
import { type ConvLayer, outputAxis } from '@pix2pix-ts/models';
import { dispose, type Tensor } from '@tensorflow/tfjs-core';

/** A file's tensors: those in 8 bits with their scales, and all others as they are. */
export type Weights = { readonly plain: ReadonlyMap<string, SafetensorsEntry>; readonly int8: readonly Int8Tensor[] };

/** Takes a file's 8-bit weights apart from its other tensors; a scale belongs to the weight that has its name. */
export function separateInt8(layers: readonly ConvLayer[], { tensors }: SafetensorsFile): Weights {
  const plain = new Map(tensors);
  const int8: Int8Tensor[] = [];
  for (const layer of layers) {
    const name = `${layer.name}.weight`;
    const weight = tensors.get(name);
    if (weight?.dtype !== 'I8') continue;
    const scale = tensors.get(scaleName(name));
    int8.push({ name, weight, scale, axis: outputAxis(layer) });
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
