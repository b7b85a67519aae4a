import type { Pointwise } from '../wgsl/pointwise.ts';
import type { OwnKernel } from './own-kernel.ts';
import { runPointwise } from './run-pointwise.ts';

/**
 * Integers and bools to float32, and bools to int32: ({ x }, { dtype }) -> y. The stock kernel gives the same values another
 * type's name, and every kernel would have to look what a float32 tensor really holds.
 */
export const cast: OwnKernel = {
  name: 'Cast',
  covers: 'an int32 or bool tensor, to float32 or int32',
  run({ backend, inputs: { x }, attrs: { dtype } }) {
    if (x?.dtype !== 'int32' && x?.dtype !== 'bool') return undefined;
    if (dtype !== 'float32' && (dtype !== 'int32' || x.dtype === 'int32')) return undefined;
    const known = backend.knownValues(x) as ArrayLike<number> | undefined;
    if (known)
      return backend.makeTensorInfo(x.shape, dtype, (dtype === 'float32' ? Float32Array : Int32Array).from(known));
    const y = backend.makeOutput(x.shape, dtype);
    runPointwise(backend, dtype === 'float32' ? TO_FLOATS : TO_INTEGERS, [y], [x]);
    return y;
  },
};

const TO_FLOATS: Pointwise = {
  name: 'cast to floats',
  outputs: ['y'],
  inputs: ['x'],
  integers: ['x'],
  code: 'y[i] = T(x[i]);',
};

const TO_INTEGERS: Pointwise = { ...TO_FLOATS, name: 'cast to integers', integers: ['x', 'y'], code: 'y[i] = x[i];' };
