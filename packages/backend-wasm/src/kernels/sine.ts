import { isFloat, type OwnKernel } from './own-kernel.ts';

/** Functions of each value that the stock kernels get wrong for large values. */
export const sineKernels: readonly OwnKernel[] = [
  { name: 'Sin', of: Math.sin },
  { name: 'Cos', of: Math.cos },
].map(({ name, of }) => ({
  name,
  covers: 'a float32 tensor x',
  run({ backend, inputs: { x } }) {
    if (!isFloat(x)) return undefined;
    const y = backend.makeOutput(x.shape, 'float32');
    const [from, to] = [backend.typedArrayFromHeap(x), backend.typedArrayFromHeap(y)];
    for (let i = 0; i < to.length; i++) to[i] = of(from[i] as number);
    return y;
  },
}));
