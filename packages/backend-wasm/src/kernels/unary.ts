import { util } from '@tensorflow/tfjs-core';
import type { KernelFunction } from '../threads/kernel-arguments.ts';
import { isFloat, type KernelCall, type OwnKernel } from './own-kernel.ts';
import { parallelFor } from './parallel-for.ts';

/** A function of each value by itself: the kernel's name, the exported function's, and the numbers that it takes. */
type UnaryFunction<Run> = { name: string; run: Run; numbers?: (attributes: Record<string, number>) => number[] };

const unaryFunctions = [
  { name: 'Abs', run: 'abs' },
  {
    name: 'ClipByValue',
    run: 'clip',
    numbers: ({ clipValueMin = 0, clipValueMax = 0 }) => [clipValueMin, clipValueMax],
  },
  { name: 'LeakyRelu', run: 'leakyRelu', numbers: ({ alpha = 0 }) => [alpha] },
  { name: 'Log1p', run: 'log1pOf' },
  { name: 'Neg', run: 'neg' },
  { name: 'Relu', run: 'relu' },
  { name: 'Relu6', run: 'clip', numbers: () => [0, 6] }, // the stock kernel has 0 for what is not a number
  { name: 'Sign', run: 'sign' },
  { name: 'Sqrt', run: 'sqrtOf' },
  { name: 'Square', run: 'square' },
  { name: 'Step', run: 'step', numbers: ({ alpha = 0 }) => [alpha] },
  { name: 'Tanh', run: 'tanhOf' },
] as const satisfies readonly UnaryFunction<KernelFunction>[];

type Run = (typeof unaryFunctions)[number]['run'];

/** y = f(x), value by value. */
export const unaryKernels: readonly OwnKernel[] = unaryFunctions.map((unary: UnaryFunction<Run>) => ({
  name: unary.name,
  covers: 'a float32 tensor x',
  run: (call) => (unary.name === 'ClipByValue' && clipIntegers(call)) || runUnary(call, unary),
}));

function runUnary({ backend, inputs: { x }, attrs }: KernelCall, { run, numbers }: UnaryFunction<Run>) {
  if (!isFloat(x)) return undefined;
  const y = backend.makeOutput(x.shape, 'float32');
  const [xAt, yAt] = [backend.addressOf(x), backend.addressOf(y)];
  const [alpha = 0, beta = 0] = numbers?.(attrs as Record<string, number>) ?? [];
  parallelFor(backend, run, util.sizeFromShape(x.shape), (begin, size) => [
    xAt + 4 * begin,
    yAt + 4 * begin,
    size,
    alpha,
    beta,
  ]);
  return y;
}

/** The stock kernel takes integers for floats. */
function clipIntegers({ backend, inputs: { x }, attrs }: KernelCall) {
  if (x?.dtype !== 'int32') return undefined;
  const { clipValueMin, clipValueMax } = attrs as Record<'clipValueMin' | 'clipValueMax', number>;
  const y = backend.makeOutput(x.shape, 'int32');
  const [from, to] = [x, y].map((tensor) => backend.typedArrayFromHeap(tensor)) as [Int32Array, Int32Array];
  for (let i = 0; i < to.length; i++) to[i] = Math.min(Math.max(from[i] as number, clipValueMin), clipValueMax);
  return y;
}
