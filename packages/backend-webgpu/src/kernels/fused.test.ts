import { expect, test } from '@jest/globals';
import { runKernel, someValues, type Values } from '../testing/run-kernel.ts';

const formulas: Record<string, (x: number) => number> = {
  linear: (x) => x,
  relu: (x) => Math.max(0, x),
  relu6: (x) => Math.min(6, Math.max(0, x)),
  elu: (x) => (x < 0 ? Math.expm1(x) : x),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  leakyrelu: (x) => (x < 0 ? 0.3 * x : x),
};
const convolution = { strides: [1, 1], pad: 'same', dataFormat: 'NHWC', dilations: [1, 1] };

/** Kernels and inputs whose sums are written by tiles, by a thin product, and by the sum of parts. */
const calls: Record<string, [kernel: string, fused: string, inputs: Record<string, Values>, channels: number]> = {
  'a convolution': [
    'Conv2D',
    'FusedConv2D',
    { x: someValues([1, 5, 4, 4], 1), filter: someValues([3, 3, 4, 12], 2) },
    12,
  ],
  'a convolution to 9 channels': [
    'Conv2D',
    'FusedConv2D',
    { x: someValues([1, 5, 4, 4], 1), filter: someValues([3, 3, 4, 9], 2) },
    9,
  ],
  'a convolution to one channel': [
    'Conv2D',
    'FusedConv2D',
    { x: someValues([1, 5, 4, 4], 1), filter: someValues([3, 3, 4, 1], 2) },
    1,
  ],
  'a convolution in parts': [
    'Conv2D',
    'FusedConv2D',
    { x: someValues([1, 3, 4, 64], 1), filter: someValues([3, 3, 64, 12], 2) },
    12,
  ],
  'a product of a few rows': [
    'BatchMatMul',
    '_FusedMatMul',
    { a: someValues([1, 3, 16], 1), b: someValues([1, 16, 8], 2) },
    8,
  ],
};

/** Every activation where a shader compiles fast, one of them where it does not. */
const cases = Object.entries(calls).flatMap(([name, call]) =>
  Object.keys(formulas)
    .filter((activation) => activation === 'leakyrelu' || /in parts|few rows|one channel/.test(name))
    .map((activation) => [name, activation, call] as const),
);

test.each(cases)('%s has its bias and %s fused', async (_, activation, [kernel, fused, inputs, channels]) => {
  const attrs = { ...convolution, transposeA: false, transposeB: false };
  const bias = someValues([channels], 3);
  const [plain] = await runKernel('webgpu', kernel, inputs, attrs);
  for (const withBias of [true, false]) {
    const all = withBias ? { ...inputs, bias } : inputs;
    const [got] = await runKernel('webgpu', fused, all, { ...attrs, activation, leakyreluAlpha: 0.3 });
    const apply = formulas[activation] as (x: number) => number;
    expect(got?.shape).toEqual(plain?.shape);
    plain?.values.forEach((sum, i) => {
      const right = apply(sum + (withBias ? (bias.values[i % channels] as number) : 0));
      expect(Math.abs((got?.values[i] as number) - right)).toBeLessThan(1e-6 * Math.max(1, Math.abs(right)));
    });
  }
});

test('slopes are left to the stock kernel', async () => {
  const [, , inputs] = calls['a convolution'] as (typeof calls)[string];
  const preluActivationWeights = someValues([12], 4);
  const attrs = { ...convolution, activation: 'prelu' };
  const [plain] = await runKernel('webgpu', 'Conv2D', inputs, attrs);
  const [got] = await runKernel('webgpu', 'FusedConv2D', { ...inputs, preluActivationWeights }, attrs);
  plain?.values.forEach((sum, i) => {
    const right = sum < 0 ? sum * (preluActivationWeights.values[i % 12] as number) : sum;
    expect(got?.values[i]).toBeCloseTo(right, 5);
  });
});

test('what is not a number stays so through each activation', async () => {
  const [, , { a, b }] = calls['a product of a few rows'] as (typeof calls)[string];
  const poisoned = { shape: (a as Values).shape, values: (a as Values).values.map(() => Number.NaN) };
  for (const activation of Object.keys(formulas)) {
    const [got] = await runKernel('webgpu', '_FusedMatMul', { a: poisoned, b: b as Values }, { activation });
    expect([activation, got?.values.every(Number.isNaN)]).toEqual([activation, true]);
  }
});
