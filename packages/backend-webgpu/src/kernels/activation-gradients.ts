import { util } from '@tensorflow/tfjs-core';
import type { Pointwise } from '../wgsl/pointwise.ts';
import { isFloat, type OwnKernel } from './own-kernel.ts';
import { runPointwise } from './run-pointwise.ts';

const covers = 'two float32 tensors of the same shape';

/** dx = dy where x > 0, otherwise alpha * dy: ({ dy, x }, { alpha }) -> dx. */
export const leakyReluGrad: OwnKernel = {
  name: 'LeakyReluGrad',
  covers,
  run({ backend, inputs: { dy, x }, attrs: { alpha } }) {
    if (!isFloat(dy) || !isFloat(x) || !util.arraysEqual(dy.shape, x.shape)) return undefined;
    const dx = backend.makeOutput(x.shape);
    runPointwise(backend, LEAKY_RELU_GRAD, [dx], [dy, x], [alpha as number]);
    return dx;
  },
};

/** dx = dy where y > 0, otherwise dy * 0, which keeps what is not finite: ({ dy, y }) -> dx. */
export const reluGrad: OwnKernel = {
  name: 'ReluGrad',
  covers,
  run({ backend, inputs: { dy, y } }) {
    if (!isFloat(dy) || !isFloat(y) || !util.arraysEqual(dy.shape, y.shape)) return undefined;
    const dx = backend.makeOutput(y.shape);
    runPointwise(backend, RELU_GRAD, [dx], [dy, y]);
    return dx;
  },
};

/** dx = dy * (1 - y^2): ({ dy, y }) -> dx. */
export const tanhGrad: OwnKernel = {
  name: 'TanhGrad',
  covers,
  run({ backend, inputs: { dy, y } }) {
    if (!isFloat(dy) || !isFloat(y) || !util.arraysEqual(dy.shape, y.shape)) return undefined;
    const dx = backend.makeOutput(y.shape);
    runPointwise(backend, TANH_GRAD, [dx], [dy, y]);
    return dx;
  },
};

const LEAKY_RELU_GRAD: Pointwise = {
  name: 'leakyReluGrad',
  outputs: ['dx'],
  inputs: ['dy', 'x'],
  numbers: ['alpha'],
  code: 'dx[i] = dy[i] * select(T(n.alpha), T(1), x[i] > T());',
};

const RELU_GRAD: Pointwise = {
  name: 'reluGrad',
  outputs: ['dx'],
  inputs: ['dy', 'y'],
  code: 'dx[i] = dy[i] * select(T(), T(1), y[i] > T());',
};

const TANH_GRAD: Pointwise = {
  name: 'tanhGrad',
  outputs: ['dx'],
  inputs: ['dy', 'y'],
  code: 'dx[i] = dy[i] * (1 - y[i] * y[i]);',
};
