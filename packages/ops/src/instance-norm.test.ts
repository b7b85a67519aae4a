import { describe, expect, test } from '@jest/globals';
import { grad, memory, mul, sum, type Tensor, type Tensor4D, tensor4d } from '@tensorflow/tfjs-core';
import { instanceNorm } from './index.ts';

const shape: [number, number, number, number] = [2, 3, 4, 5];
const values = Float32Array.from({ length: 120 }, (_, i) => Math.sin(i * 1.7) * 3 + (i % 5));
const ofOutput = Float32Array.from({ length: 120 }, (_, i) => Math.cos(i * 0.9));

/** The normalised values and the gradient of sum(weights * y), image by image and channel by channel in float64. */
function reference(epsilon: number, weights: ArrayLike<number> = ofOutput) {
  const y = new Float64Array(120);
  const dx = new Float64Array(120);
  for (let image = 0; image < 2; image++)
    for (let channel = 0; channel < 5; channel++) {
      const at = Array.from({ length: 12 }, (_, i) => image * 60 + i * 5 + channel);
      const mean = (of: (index: number) => number) => at.reduce((total, index) => total + of(index), 0) / 12;
      const mu = mean((i) => values[i] as number);
      const std = Math.sqrt(mean((i) => ((values[i] as number) - mu) ** 2) + epsilon);
      for (const i of at) y[i] = ((values[i] as number) - mu) / std;
      const [g, gy] = [mean((i) => weights[i] as number), mean((i) => (weights[i] as number) * (y[i] as number))];
      for (const i of at) dx[i] = ((weights[i] as number) - g - (y[i] as number) * gy) / std;
    }
  return { y, dx };
}

const worst = (x: Tensor, expected: Float64Array) =>
  Math.max(...Array.from(x.dataSync(), (value, i) => Math.abs(value - (expected[i] as number))));

describe('instanceNorm', () => {
  test.each([1e-5, 0.1])('normalises each image and channel, and has the exact gradient (epsilon %f)', (epsilon) => {
    const x = tensor4d(values, shape);
    const { y, dx } = reference(epsilon);
    expect(worst(instanceNorm(x, { epsilon }), y)).toBeLessThan(2e-6);
    const weighted = (t: Tensor) => sum(mul(instanceNorm(t as Tensor4D, { epsilon }), tensor4d(ofOutput, shape)));
    expect(worst(grad(weighted)(x), dx)).toBeLessThan(2e-6);
  });

  test.each([
    ['relu', 0],
    ['leakyRelu', 0.2],
  ] as const)('with %s after it has that activation’s values and gradient', (activation, alpha) => {
    const x = tensor4d(values, shape);
    const g = ofOutput.map((weight, i) => weight * ((reference(1e-5).y[i] as number) > 0 ? 1 : alpha));
    const { y, dx } = reference(1e-5, g);
    expect(
      worst(
        instanceNorm(x, { activation }),
        y.map((h) => (h > 0 ? h : alpha * h)),
      ),
    ).toBeLessThan(2e-6);
    const weighted = (t: Tensor) => sum(mul(instanceNorm(t as Tensor4D, { activation }), tensor4d(ofOutput, shape)));
    expect(worst(grad(weighted)(x), dx)).toBeLessThan(2e-6);
  });

  test('keeps its precision where the mean is far from zero', () => {
    const y = instanceNorm(
      tensor4d(
        values.map((value) => value + 1000),
        shape,
      ),
    );
    expect(worst(y, reference(1e-5).y)).toBeLessThan(1e-3);
  });

  test('leaves no tensor behind but its result', () => {
    const x = tensor4d(values, shape);
    const before = memory().numTensors;
    for (const activation of [undefined, 'relu', 'leakyRelu'] as const) {
      instanceNorm(x, { activation }).dispose();
      grad((t: Tensor) => sum(instanceNorm(t as Tensor4D, { activation })))(x).dispose();
    }
    expect(memory().numTensors).toBe(before);
  });
});
