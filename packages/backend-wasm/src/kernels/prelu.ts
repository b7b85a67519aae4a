import { type TypedArray, util } from '@tensorflow/tfjs-core';
import { planBroadcast } from './broadcast-plan.ts';
import type { OwnKernel } from './own-kernel.ts';

/**
 * y = x for what is not below 0, else alpha * x, for an alpha that broadcasts: ({ x, alpha }) -> y, of float32 whatever x and
 * alpha are. The stock kernel knows only one axis of alphas, and reads integers among them as floats.
 */
export const prelu: OwnKernel = {
  name: 'Prelu',
  covers: 'tensors x and alpha of shapes that broadcast',
  run({ backend, inputs: { x, alpha } }) {
    if (!x || !alpha) return undefined;
    const { shape, sizes, blocks, ...steps } = planBroadcast(x.shape, alpha.shape);
    const y = backend.makeOutput(shape, 'float32');
    const [xs, alphas, ys] = [x, alpha, y].map((tensor) => backend.typedArrayFromHeap(tensor)) as Arrays;
    const inBlock = util.sizeFromShape([...sizes]);
    const [, rows, columns] = sizes;
    for (let i = 0; i < ys.length; i++) {
      const block = blocks[Math.floor(i / inBlock)] as { a: number; b: number };
      const within = i % inBlock;
      const [outer, row, column] = [
        Math.floor(within / (rows * columns)),
        Math.floor(within / columns) % rows,
        within % columns,
      ];
      const value = xs[block.a + outer * steps.a[0] + row * steps.a[1] + column * steps.a[2]] as number;
      const slope = alphas[block.b + outer * steps.b[0] + row * steps.b[1] + column * steps.b[2]] as number;
      ys[i] = value < 0 ? slope * value : value;
    }
    return y;
  },
};

type Arrays = [TypedArray, TypedArray, TypedArray];
