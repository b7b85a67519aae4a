import { util } from '@tensorflow/tfjs-core';
import { isFloat, type OwnKernel } from './own-kernel.ts';
import { parallelFor } from './parallel-for.ts';

/** dx = dy * step(y): ({ dy, y }) -> dx, all of one shape. */
export const reluGrad: OwnKernel = {
  name: 'ReluGrad',
  covers: 'float32 tensors dy and y of the same shape',
  run({ backend, inputs: { dy, y } }) {
    if (!isFloat(dy) || !isFloat(y) || !util.arraysEqual(dy.shape, y.shape)) return undefined;
    const dx = backend.makeOutput(y.shape, 'float32');
    const [dyAt, yAt, dxAt] = [backend.addressOf(dy), backend.addressOf(y), backend.addressOf(dx)];
    parallelFor(backend, 'reluGrad', util.sizeFromShape(y.shape), (begin, size) => [
      dyAt + 4 * begin,
      yAt + 4 * begin,
      dxAt + 4 * begin,
      size,
    ]);
    return dx;
  },
};
