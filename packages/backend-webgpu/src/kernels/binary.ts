import { util } from '@tensorflow/tfjs-core';
import { dispatch } from '../run/dispatch.ts';
import { broadcastShader } from '../wgsl/broadcast.ts';
import { ELEMENTARY, ELEMENTARY_PAIRS } from '../wgsl/elementary.ts';
import { isFloat, type OwnKernel } from './own-kernel.ts';

/** A kernel of two inputs, with their names and WGSL of their values a and b. */
type Formula = { inputs: [a: string, b: string]; code: string };

/** What the stock backend gets wrong for zeros, negative numbers or infinities, or differently for four values at once. */
const formulas: Readonly<Record<string, Formula>> = {
  Atan2: { inputs: ['a', 'b'], code: 'atan2_(a, b)' },
  EluGrad: { inputs: ['dy', 'y'], code: 'select(a * (b + 1), a, b >= T())' },
  Pow: { inputs: ['a', 'b'], code: 'pow_(a, b)' },
  Prelu: { inputs: ['x', 'alpha'], code: 'select(a, a * b, a < T())' },
};

export const binaryKernels: readonly OwnKernel[] = Object.entries(formulas).map(([name, { inputs: names, code }]) => ({
  name,
  covers: `float32 tensors ${names.join(' and ')}`,
  run({ backend, inputs }) {
    const [a, b] = names.map((input) => inputs[input]);
    if (!isFloat(a) || !isFloat(b)) return undefined;
    const { shape, ...shader } = broadcastShader(
      { name, functions: ELEMENTARY + ELEMENTARY_PAIRS, code },
      a.shape,
      b.shape,
    );
    const y = backend.makeOutput(shape);
    if (util.sizeFromShape(shape) > 0) dispatch(backend, { ...shader, outputs: [y], inputs: [a, b] });
    return y;
  },
}));
