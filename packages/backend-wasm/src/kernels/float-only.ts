import type { OwnKernel } from './own-kernel.ts';

/** Stock kernels that read the bits of integers and bools as if they were floats, or leave y as it was in memory. */
const byStock = [
  'Acos',
  'Acosh',
  'Asin',
  'Asinh',
  'Atanh',
  'Cosh',
  'Elu',
  'Erf',
  'Log',
  'Reciprocal',
  'Rsqrt',
  'Sigmoid',
];
const before = ['AvgPool', 'AvgPool3D', 'Cos', 'DepthwiseConv2dNative', 'Log1p', 'MaxPool3D', 'Sin', 'Sqrt', 'Tanh'];
const floatOnly = new Set([...byStock, 'Tan', 'Softmax', ...before]);

/**
 * Asked before a call is passed on to the stock kernel.
 *
 * @throws in one line for integers or bools that it would read as floats
 */
export function expectFloats(kernel: string, inputs: Record<string, { dtype: string } | undefined>): void {
  if (!floatOnly.has(kernel)) return;
  const other = Object.entries(inputs).find(([, tensor]) => tensor?.dtype === 'int32' || tensor?.dtype === 'bool');
  if (other)
    throw new Error(`Expected a float32 tensor ${other[0]} for ${kernel}, got ${other[1]?.dtype}. Cast it first.`);
}

/** Those of them that are not otherwise ours: all calls are passed on, once they are known to have floats. */
export const floatOnlyKernels: readonly OwnKernel[] = [...byStock, 'Tan', 'Softmax'].map((name) => ({
  name,
  covers: 'float32 tensors',
  run: () => undefined,
}));

/** Whether values are numbers of a kind, which is the same for all integers and bools. */
export const kindsOfNumbers: readonly OwnKernel[] = [
  { name: 'IsFinite', ofIntegers: 1 },
  { name: 'IsInf', ofIntegers: 0 },
  { name: 'IsNan', ofIntegers: 0 },
].map(({ name, ofIntegers }) => ({
  name,
  covers: 'an int32 or bool tensor x',
  run({ backend, inputs: { x } }) {
    if (x?.dtype !== 'int32' && x?.dtype !== 'bool') return undefined;
    const y = backend.makeOutput(x.shape, 'bool');
    backend.typedArrayFromHeap(y).fill(ofIntegers);
    return y;
  },
}));
