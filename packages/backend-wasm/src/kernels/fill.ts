import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { TrainableBackendWasm } from '../backend.ts';
import { isFloat, type OwnKernel } from './own-kernel.ts';
import { parallelFor } from './parallel-for.ts';

/** One value: ({}, { shape, value, dtype }) -> y. */
export const fill: OwnKernel = {
  name: 'Fill',
  covers: 'the dtype float32',
  run({ backend, attrs }) {
    const { shape, value, dtype } = attrs as { shape: number[]; value: number; dtype?: string };
    if (typeof value !== 'number' || (dtype || 'float32') !== 'float32') return undefined;
    return filled(backend, shape, value);
  },
};

/** ({ x }) -> zeros or ones of x's shape. */
export const constantsLike: readonly OwnKernel[] = [
  { name: 'ZerosLike', value: 0 },
  { name: 'OnesLike', value: 1 },
].map(({ name, value }) => ({
  name,
  covers: 'a float32 tensor x',
  run: ({ backend, inputs: { x } }) => (isFloat(x) ? filled(backend, x.shape, value) : undefined),
}));

function filled(backend: TrainableBackendWasm, shape: number[], value: number): TensorInfo {
  const y = backend.makeOutput(shape, 'float32');
  const at = backend.addressOf(y);
  parallelFor(backend, 'fill', util.sizeFromShape(shape), (begin, size) => [at + 4 * begin, size, value]);
  return y;
}
