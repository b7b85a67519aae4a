import { util } from '@tensorflow/tfjs-core';
import { isFloat, type OwnKernel } from './own-kernel.ts';
import { parallelFor } from './parallel-for.ts';

/** dx = x > 0 ? dy : alpha * dy: ({ dy, x }, { alpha }) -> dx, all of one shape. */
export const leakyReluGrad: OwnKernel = {
  name: 'LeakyReluGrad',
  covers: 'float32 tensors dy and x of the same shape',
  run({ backend, inputs: { dy, x }, attrs: { alpha } }) {
    if (!isFloat(dy) || !isFloat(x) || !util.arraysEqual(dy.shape, x.shape)) return undefined;
    const dx = backend.makeOutput(x.shape, 'float32');
    const [dyAt, xAt, dxAt] = [backend.addressOf(dy), backend.addressOf(x), backend.addressOf(dx)];
    parallelFor(backend, 'leakyReluGrad', util.sizeFromShape(x.shape), (begin, size) => [
      dyAt + 4 * begin,
      xAt + 4 * begin,
      dxAt + 4 * begin,
      size,
      alpha as number,
    ]);
    return dx;
  },
};
