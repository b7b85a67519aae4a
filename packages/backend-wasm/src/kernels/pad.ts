import { util } from '@tensorflow/tfjs-core';
import { copyRuns, planCopy } from './copy-runs.ts';
import { isFloat, type OwnKernel } from './own-kernel.ts';
import { parallelFor } from './parallel-for.ts';
import { stridesOf } from './slice.ts';

/** x within a border of one value: ({ x }, { paddings, constantValue }) -> y. */
export const padV2: OwnKernel = {
  name: 'PadV2',
  covers: 'a float32 tensor x',
  run({ backend, inputs: { x }, attrs }) {
    const { paddings, constantValue } = attrs as { paddings: [number, number][]; constantValue: number };
    // tfjs does not ask, and the stock kernel writes before y.
    if (paddings.flat().some((padding) => padding < 0))
      throw new Error(
        `Expected paddings of 0 or more for PadV2, got [${paddings.flat()}]. Use slice to cut values off.`,
      );
    if (!isFloat(x)) return undefined;
    const shape = x.shape.map((size, i) => size + (paddings[i] as number[]).reduce((a, b) => a + b));
    const [from, to] = [stridesOf(x.shape), stridesOf(shape)];
    const plan = planCopy(x.shape.map((size, i) => ({ size, from: from[i] as number, to: to[i] as number })));
    if (!plan) return undefined;
    const y = backend.makeOutput(shape, 'float32');
    const yAt = backend.addressOf(y);
    parallelFor(backend, 'fill', util.sizeFromShape(shape), (begin, size) => [yAt + 4 * begin, size, constantValue]);
    const first = to.reduce((sum, stride, i) => sum + stride * (paddings[i]?.[0] ?? 0), 0);
    copyRuns(backend, backend.addressOf(x), yAt + 4 * first, plan);
    return y;
  },
};
