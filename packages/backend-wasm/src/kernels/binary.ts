import { util } from '@tensorflow/tfjs-core';
import { planBroadcast } from './broadcast-plan.ts';
import { isFloat, type KernelCall, type OwnKernel } from './own-kernel.ts';
import { parallelFor } from './parallel-for.ts';

/** The functions by the kernel's name, with the number that `assembly/pointwise/binary.ts` knows. */
const binaryFunctions = { Add: 0, RealDiv: 1, Multiply: 2, Sub: 3, Maximum: 4, Minimum: 5 } as const;

/** y = f(a, b), value by value, for shapes that broadcast. */
export const binaryKernels: readonly OwnKernel[] = Object.entries(binaryFunctions).map(([name, number]) => ({
  name,
  covers: 'float32 tensors a and b of shapes that broadcast',
  run: (call) => runBinary(call, number),
}));

function runBinary({ backend, inputs: { a, b } }: KernelCall, number: number) {
  if (!isFloat(a) || !isFloat(b)) return undefined;
  const { shape, sizes, blocks, ...steps } = planBroadcast(a.shape, b.shape);
  const y = backend.makeOutput(shape, 'float32');
  const [aAt, bAt, yAt] = [a, b, y].map((tensor) => backend.addressOf(tensor)) as [number, number, number];
  const walk = [sizes[1], sizes[2], ...steps.a, ...steps.b] as const;
  const length = util.sizeFromShape([...sizes]);
  blocks.forEach((block, i) => {
    const addresses = [aAt + 4 * block.a, bAt + 4 * block.b, yAt + 4 * i * length] as const;
    parallelFor(backend, 'binary', length, (begin, size) => [number, ...addresses, begin, size, ...walk]);
  });
  return y;
}
