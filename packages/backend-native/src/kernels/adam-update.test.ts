import { describe, expect, test } from '@jest/globals';
import { dispose, engine, memory, tensor1d, tidy } from '@tensorflow/tfjs-core';

const attributes = { learningRate: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 };
const names = ['param', 'm', 'v'] as const;

/** Gradients of many magnitudes, down to where epsilon counts. */
const gradientAt = (step: number, size: number) =>
  Float32Array.from({ length: size }, (_, i) => Math.sin(1 + i * 1.3 + step) * 10 ** -(i % 10));

/** The formula in float64, from zero, after as many steps. */
function byFormula(size: number, steps: number) {
  const { learningRate, beta1, beta2, epsilon } = attributes;
  const [param, m, v] = names.map(() => new Float64Array(size)) as [Float64Array, Float64Array, Float64Array];
  for (let t = 1; t <= steps; t++)
    gradientAt(t, size).forEach((g, i) => {
      m[i] = beta1 * (m[i] as number) + (1 - beta1) * g;
      v[i] = beta2 * (v[i] as number) + (1 - beta2) * g * g;
      const denominator = Math.sqrt((v[i] as number) / (1 - beta2 ** t)) + epsilon;
      (param[i] as number) -= (learningRate / (1 - beta1 ** t)) * ((m[i] as number) / denominator);
    });
  return { param, m, v };
}

/** The largest distance, each measured by what it belongs to. */
const worst = (actual: ArrayLike<number>, expected: Float64Array, scale: (i: number) => number) =>
  expected.reduce((most, value, i) => Math.max(most, Math.abs((actual[i] as number) - value) / scale(i)), 0);

const zeros = (size: number) => ({
  param: tensor1d(new Float32Array(size)),
  m: tensor1d(new Float32Array(size)),
  v: tensor1d(new Float32Array(size)),
});

function run(inputs: ReturnType<typeof zeros>, size: number, steps: number) {
  for (let step = 1; step <= steps; step++)
    tidy(() => {
      engine().runKernel(
        'AdamUpdate',
        { ...inputs, gradient: tensor1d(gradientAt(step, size)) },
        { ...attributes, step },
      );
    });
}

describe('AdamUpdate', () => {
  test.each([1, 7, 100_003])('moves %i parameters as the formula does, in place', (size) => {
    const [inputs, expected] = [zeros(size), byFormula(size, 5)];
    run(inputs, size, 5);
    const magnitude = (i: number) => 10 ** -(i % 10);
    expect(worst(inputs.param.dataSync(), expected.param, () => 5 * attributes.learningRate)).toBeLessThan(5e-7);
    expect(worst(inputs.m.dataSync(), expected.m, magnitude)).toBeLessThan(5e-7);
    // TensorFlow's own 1 - beta2 is 1.3e-5 too small.
    expect(worst(inputs.v.dataSync(), expected.v, (i) => expected.v[i] as number)).toBeLessThan(2e-5);
    dispose(inputs);
  });

  test('leaves the arrays alone that the tensors were made from', () => {
    // Arrays that begin where TensorFlow takes them over without a copy, wherever that is.
    const memoryOfAll = new ArrayBuffer(4096);
    const arrays = Array.from({ length: 16 }, (_, i) => new Float32Array(memoryOfAll, i * 256, 8).fill(i));
    for (const array of arrays) {
      const inputs = { ...zeros(8), param: tensor1d(array) };
      run(inputs, 8, 2);
      expect(inputs.param.dataSync()[0]).not.toBe(array[1]);
      dispose(inputs);
    }
    arrays.forEach((array, i) => {
      expect([...array]).toEqual(new Array(8).fill(i));
    });
  });

  test('holds no tensor of its own, however many steps, and frees what is disposed', () => {
    const count = () => [memory().numTensors, (engine().backend as unknown as Counting).binding.getNumOfTensors()];
    const before = count();
    const inputs = zeros(5);
    run(inputs, 5, 3);
    const after3 = count();
    run(inputs, 5, 3);
    expect(count()).toEqual(after3);
    dispose(inputs);
    expect(count()).toEqual(before);
  });

  test('of tensors that differ in shape is refused in one line, and changes nothing', () => {
    const inputs = { ...zeros(2), gradient: tensor1d([1]) };
    expect(() => engine().runKernel('AdamUpdate', inputs, { ...attributes, step: 1 })).toThrow(
      'Expected AdamUpdate to be given float32 tensors param, m, v and gradient of the same shape, got param float32 [2], m',
    );
    expect([...inputs.param.dataSync()]).toEqual([0, 0]);
    dispose(inputs);
  });
});

/** The addon's own count. */
type Counting = { binding: { getNumOfTensors(): number } };

test('AdamUpdateAll moves each of its parameters as AdamUpdate does by itself', () => {
  const sizes = [1, 7, 100];
  const [single, all] = [sizes.map(zeros), sizes.map(zeros)];
  for (let step = 1; step <= 3; step++)
    tidy(() => {
      const gradients = sizes.map((size) => tensor1d(gradientAt(step, size)));
      const list = all.flatMap(({ param, m, v }, i) => [param, m, v, gradients[i]]);
      engine().runKernel('AdamUpdateAll', list as never, { ...attributes, step });
      for (const [i, inputs] of single.entries())
        engine().runKernel('AdamUpdate', { ...inputs, gradient: gradients[i] } as never, { ...attributes, step });
    });
  for (const [i, inputs] of single.entries())
    for (const name of names) expect(all[i]?.[name].dataSync()).toEqual(inputs[name].dataSync());
  dispose([single, all] as never);
});

test('AdamUpdateAll refuses a list with a gradient of another shape in one line, and changes nothing', () => {
  const inputs = { ...zeros(2), gradient: tensor1d([1]) };
  expect(() => engine().runKernel('AdamUpdateAll', Object.values(inputs) as never, { ...attributes, step: 1 })).toThrow(
    /^Expected AdamUpdateAll to be given float32 tensors .*, got .*3 float32 \[1\]\. Cast or reshape them\.$/,
  );
  expect([...inputs.param.dataSync()]).toEqual([0, 0]);
  dispose(inputs);
});
