import { type DataType, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { TrainableBackendWasm } from '../backend.ts';
import { shareValues } from './identity.ts';
import type { OwnKernel } from './own-kernel.ts';
import { parallelFor } from './parallel-for.ts';

/** Values of another type as floats or as truths, and values of the same type as they are: ({ x }, { dtype }) -> y. */
export const cast: OwnKernel = {
  name: 'Cast',
  covers: 'a tensor x',
  run({ backend, inputs: { x }, attrs }) {
    const dtype = attrs.dtype as DataType;
    if (!x || x.dtype === 'string' || x.dtype === 'complex64') return undefined;
    if (x.dtype === dtype) return shareValues(backend, x, x.shape);
    if (dtype === 'bool') return truthOf(backend, x);
    if (dtype !== 'float32') return undefined; // what becomes of a float that does not fit is the stock kernel's affair
    const [run, bytes] = x.dtype === 'int32' ? (['integersToFloats', 4] as const) : (['bytesToFloats', 1] as const);
    const y = backend.makeOutput(x.shape, dtype);
    const [xAt, yAt] = [backend.addressOf(x), backend.addressOf(y)];
    parallelFor(backend, run, util.sizeFromShape(x.shape), (begin, size) => [
      xAt + bytes * begin,
      yAt + 4 * begin,
      size,
    ]);
    return y;
  },
};

/** True is what is not 0, also what is not a number. The stock kernel keeps the number. */
function truthOf(backend: TrainableBackendWasm, x: TensorInfo): TensorInfo {
  const y = backend.makeOutput(x.shape, 'bool');
  const [from, to] = [backend.typedArrayFromHeap(x), backend.typedArrayFromHeap(y)];
  for (let i = 0; i < to.length; i++) to[i] = from[i] === 0 ? 0 : 1;
  return y;
}
