import { util } from '@tensorflow/tfjs-core';
import { planBroadcast } from './broadcast-plan.ts';
import { isFloat, type KernelCall, type OwnKernel } from './own-kernel.ts';
import { parallelFor } from './parallel-for.ts';

/** The functions by the kernel's name, with the number that `assembly/pointwise/binary.ts` knows. */
const binaryFunctions = { Add: 0, RealDiv: 1, Multiply: 2, Sub: 3, Maximum: 4, Minimum: 5 } as const;

/** y = f(a, b), value by value, for shapes that broadcast along at most three groups of axes. */
export const binaryKernels: readonly OwnKernel[] = Object.entries(binaryFunctions).map(([name, number]) => ({
  name,
  covers: 'float32 tensors a and b of shapes that broadcast',
  run: (call) => runBinary(call, number),
}));

function runBinary({ backend, inputs: { a, b } }: KernelCall, number: number) {
  if (!isFloat(a) || !isFloat(b)) return undefined;
  const plan = planBroadcast(a.shape, b.shape);
  if (!plan) return undefined;
  const y = backend.makeOutput(plan.shape, 'float32');
  const addresses = [a, b, y].map((tensor) => backend.addressOf(tensor));
  const walk = [plan.sizes[1], plan.sizes[2], ...plan.a, ...plan.b];
  const argumentsFor = (begin: number, size: number) => [number, ...addresses, begin, size, ...walk];
  parallelFor(backend, 'binary', util.sizeFromShape(plan.shape), argumentsFor);
  return y;
}
