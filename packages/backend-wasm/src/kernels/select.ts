import { util } from '@tensorflow/tfjs-core';
import { has32Bits, isFloat, type OwnKernel } from './own-kernel.ts';
import { parallelFor } from './parallel-for.ts';

/** condition ? t : e, value by value: ({ condition, t, e }) -> y. */
export const select: OwnKernel = {
  name: 'Select',
  covers: 'condition, t and e of one shape',
  run({ backend, inputs: { condition, t, e } }) {
    if (!has32Bits(t) || !e || e.dtype !== t.dtype || condition?.dtype !== 'bool') return undefined;
    if (![condition, e].every(({ shape }) => util.arraysEqual(shape, t.shape))) return undefined;
    const y = backend.makeOutput(t.shape, t.dtype);
    const [conditionAt, tAt, eAt, yAt] = [condition, t, e, y].map((tensor) => backend.addressOf(tensor)) as Four;
    parallelFor(backend, 'select32', util.sizeFromShape(t.shape), (begin, size) => [
      conditionAt + begin,
      ...[tAt, eAt, yAt].map((address) => address + 4 * begin),
      size,
    ]);
    return y;
  },
};

/** a > b for one value b: ({ a, b }) -> y, of booleans. */
export const greater: OwnKernel = {
  name: 'Greater',
  covers: 'a float32 tensor a, and one float32 value b',
  run({ backend, inputs: { a, b } }) {
    if (!isFloat(a) || !isFloat(b) || util.sizeFromShape(b.shape) !== 1) return undefined;
    if (b.shape.length > a.shape.length) return undefined;
    const [limit] = backend.typedArrayFromHeap(b) as Float32Array;
    const y = backend.makeOutput(a.shape, 'bool');
    const [aAt, yAt] = [backend.addressOf(a), backend.addressOf(y)];
    const argumentsFor = (begin: number, size: number) => [aAt + 4 * begin, limit as number, yAt + begin, size];
    parallelFor(backend, 'greaterThan', util.sizeFromShape(a.shape), argumentsFor, { multiple: 16 });
    return y;
  },
};

type Four = [number, number, number, number];
