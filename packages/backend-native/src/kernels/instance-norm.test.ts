import { describe, expect, test } from '@jest/globals';
import { dispose, engine, memory, type Tensor, tensor4d } from '@tensorflow/tfjs-core';

type Shape = [number, number, number, number];

const valuesOf = (shape: Shape, seed: number, mean = 0) =>
  Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(seed + i * 1.7) * 3 + (i % 5) + mean);

/** y, inverseStd and the gradient of sum(dy * y), image by image and channel by channel in float64. */
function reference([batch, height, width, channels]: Shape, x: Float32Array, dys: Float32Array, epsilon: number) {
  const [y, dx] = [new Float64Array(x.length), new Float64Array(x.length)];
  const inverseStd = new Float64Array(batch * channels);
  const size = height * width;
  for (let image = 0; image < batch; image++)
    for (let channel = 0; channel < channels; channel++) {
      const at = Array.from({ length: size }, (_, i) => (image * size + i) * channels + channel);
      const mean = (of: (index: number) => number) => at.reduce((total, index) => total + of(index), 0) / size;
      const mu = mean((i) => x[i] as number);
      const std = Math.sqrt(mean((i) => ((x[i] as number) - mu) ** 2) + epsilon);
      inverseStd[image * channels + channel] = 1 / std;
      for (const i of at) y[i] = ((x[i] as number) - mu) / std;
      const [g, gy] = [mean((i) => dys[i] as number), mean((i) => (dys[i] as number) * (y[i] as number))];
      for (const i of at) dx[i] = ((dys[i] as number) - g - (y[i] as number) * gy) / std;
    }
  return { y, inverseStd, dx };
}

const worst = (actual: Tensor, expected: Float64Array) => {
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-30);
  const values = actual.dataSync();
  return expected.reduce((most, value, i) => Math.max(most, Math.abs((values[i] as number) - value)), 0) / scale;
};

const run = (name: string, inputs: Record<string, Tensor>, attributes = {}) =>
  engine().runKernel(name, inputs, attributes) as unknown as Tensor[];

describe('InstanceNorm and InstanceNormGrad', () => {
  test.each<[Shape, number, number]>([
    [[1, 2, 2, 8], 1e-5, 0],
    [[1, 1, 1, 3], 1e-5, 0],
    [[3, 1, 1, 4], 1e-3, 0],
    [[2, 3, 5, 7], 0.1, 0],
    [[3, 16, 16, 64], 1e-5, 0],
    [[1, 128, 128, 5], 1e-5, 0],
    [[2, 8, 8, 4], 1e-5, 100],
  ])('of %j with epsilon %f and a mean of %i agree with the formula in float64', (shape, epsilon, mean) => {
    const [xs, dys] = [valuesOf(shape, 1, mean), valuesOf(shape, 2)];
    const expected = reference(shape, xs, dys, epsilon);
    const [x, dy] = [tensor4d(xs, shape), tensor4d(dys, shape)];
    const before = memory().numTensors;
    const [y, inverseStd] = run('InstanceNorm', { x }, { epsilon }) as [Tensor, Tensor];
    const [dx] = run('InstanceNormGrad', { dy, y, inverseStd }) as [Tensor];
    expect([y.shape, inverseStd.shape, dx.shape]).toEqual([shape, [shape[0], 1, 1, shape[3]], shape]);
    // TensorFlow takes its sums in float32: 16,384 values a channel cost a digit, a mean far from zero two.
    const tolerance = mean === 0 ? 2e-5 : 3e-4;
    expect(worst(y, expected.y)).toBeLessThan(tolerance);
    expect(worst(inverseStd, expected.inverseStd)).toBeLessThan(tolerance);
    expect(worst(dx, expected.dx)).toBeLessThan(tolerance);
    expect(memory().numTensors).toBe(before + 3);
    dispose([x, dy, y, inverseStd, dx]);
  });

  test.each<[Shape]>([
    [[3, 4, 4, 24]],
    [[5, 3, 5, 8]],
    [[2, 1, 2, 64]],
    [[7, 2, 2, 40]],
    [[3, 32, 32, 128]], // image by image
  ])('give each image of %j the bits that it has alone', (shape) => {
    const one: Shape = [1, shape[1], shape[2], shape[3]];
    const of = (values: Float32Array, dys: Float32Array, size: Shape) => {
      const [x, dy] = [tensor4d(values, size), tensor4d(dys, size)];
      const [y, inverseStd] = run('InstanceNorm', { x }, { epsilon: 1e-5 }) as [Tensor, Tensor];
      const [dx] = run('InstanceNormGrad', { dy, y, inverseStd }) as [Tensor];
      const read = [y, inverseStd, dx].map((tensor) => tensor.dataSync() as Float32Array);
      dispose([x, dy, y, inverseStd, dx]);
      return read as [Float32Array, Float32Array, Float32Array];
    };
    const [xs, dys] = [valuesOf(shape, 1), valuesOf(shape, 2)];
    const together = of(xs, dys, shape);
    for (let image = 0; image < shape[0]; image++) {
      const part = (values: Float32Array) =>
        values.slice((image * values.length) / shape[0], ((image + 1) * values.length) / shape[0]);
      expect(together.map(part)).toEqual(of(part(xs), part(dys), one));
    }
  });

  test('keep what is not finite in an image of one pixel', () => {
    const [x, dy] = [tensor4d([1, Number.NaN], [1, 1, 1, 2]), tensor4d([2, Number.POSITIVE_INFINITY], [1, 1, 1, 2])];
    const [y, inverseStd] = run('InstanceNorm', { x }, { epsilon: 1e-5 }) as [Tensor, Tensor];
    const [dx] = run('InstanceNormGrad', { dy, y: x, inverseStd }) as [Tensor];
    expect([...y.dataSync(), ...dx.dataSync()]).toEqual([0, Number.NaN, 0, Number.NaN]);
    dispose([x, dy, y, inverseStd, dx]);
  });

  test('are refused in one line what they cannot take', () => {
    const [x, y] = [tensor4d([1, 2], [1, 1, 2, 1]), tensor4d([1, 2], [1, 2, 1, 1])];
    expect(() => run('InstanceNormGrad', { dy: x, y, inverseStd: x })).toThrow(
      'Expected InstanceNormGrad to be given float32 tensors dy and y [B, H, W, C], not empty, and inverseStd [B, 1, 1, C], got dy float32 [1,1,2,1], y float32 [1,2,1,1]',
    );
    dispose([x, y]);
  });
});
