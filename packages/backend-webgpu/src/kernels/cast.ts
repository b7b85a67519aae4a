import type { Pointwise } from '../wgsl/pointwise.ts';
import type { OwnKernel } from './own-kernel.ts';
import { runPointwise } from './run-pointwise.ts';

/**
 * Integers and bools to float32: ({ x }, { dtype }) -> y. The stock kernel gives the same values another type's name, and
 * every kernel would have to look what a float32 tensor really holds.
 */
export const cast: OwnKernel = {
  name: 'Cast',
  covers: 'an int32 or bool tensor, to float32',
  run({ backend, inputs: { x }, attrs: { dtype } }) {
    if (dtype !== 'float32' || (x?.dtype !== 'int32' && x?.dtype !== 'bool')) return undefined;
    const known = backend.knownValues(x) as ArrayLike<number> | undefined;
    if (known) return backend.makeTensorInfo(x.shape, 'float32', Float32Array.from(known));
    const y = backend.makeOutput(x.shape);
    runPointwise(backend, CAST, [y], [x]);
    return y;
  },
};

const CAST: Pointwise = { name: 'cast', outputs: ['y'], inputs: ['x'], integers: ['x'], code: 'y[i] = T(x[i]);' };
