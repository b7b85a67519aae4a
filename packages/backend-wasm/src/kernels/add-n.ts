import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { isFloat, type OwnKernel } from './own-kernel.ts';
import { parallelFor } from './parallel-for.ts';

/** The sum of tensors of one shape, from the first to the last: [x0, x1, ...] -> y. Each is read once. */
export const addN: OwnKernel = {
  name: 'AddN',
  covers: 'at least two float32 tensors of the same shape',
  run({ backend, inputs }) {
    const tensors = inputs as unknown as TensorInfo[];
    const [first] = tensors;
    if (!first || tensors.length < 2) return undefined;
    if (!tensors.every((x) => isFloat(x) && util.arraysEqual(x.shape, first.shape))) return undefined;
    const y = backend.makeOutput(first.shape, 'float32');
    const yAt = backend.addressOf(y);
    const addresses = tensors.map((x) => backend.addressOf(x));
    const add = (...atMostFour: number[]) => {
      const [a = 0, b = 0, c = 0, d = 0] = atMostFour;
      parallelFor(backend, 'addFour', util.sizeFromShape(first.shape), (begin, size) => {
        const from = (address: number) => (address === 0 ? 0 : address + 4 * begin);
        return [from(a), from(b), from(c), from(d), yAt + 4 * begin, size];
      });
    };
    add(...addresses.slice(0, 4));
    for (let next = 4; next < addresses.length; next += 3) add(yAt, ...addresses.slice(next, next + 3));
    return y;
  },
};
