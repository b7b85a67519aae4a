import { describe, expect, test } from '@jest/globals';
import { memory, type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { createAdam } from './index.ts';

const start = [1, -2, 0.5, 0];
const gradientAt = (step: number) => start.map((value, i) => Math.sin(step * (i + 1)) + value * 1e-3);

/** Algorithm 1 of Kingma and Ba in float64, with PyTorch's place for epsilon. */
function reference(steps: number, rate: number, beta1: number, beta2: number, epsilon: number): number[] {
  const [m, v, p] = [start.map(() => 0), start.map(() => 0), [...start]];
  for (let t = 1; t <= steps; t++)
    gradientAt(t).forEach((g, i) => {
      m[i] = beta1 * (m[i] as number) + (1 - beta1) * g;
      v[i] = beta2 * (v[i] as number) + (1 - beta2) * g * g;
      const denominator = Math.sqrt((v[i] as number) / (1 - beta2 ** t)) + epsilon;
      (p[i] as number) -= (rate * ((m[i] as number) / (1 - beta1 ** t))) / denominator;
    });
  return p;
}

const run = (adam: ReturnType<typeof createAdam>, from: number, to: number, rate: number) => {
  for (let t = from; t <= to; t++) tidy(() => adam.update({ w: tensor1d(gradientAt(t)) }, rate));
};

describe('createAdam', () => {
  test.each([
    { beta1: 0.5, beta2: 0.999, epsilon: 1e-8 },
    { beta1: 0.9, beta2: 0.99, epsilon: 0.1 },
  ])('follows the published algorithm: %j', (options) => {
    const adam = createAdam({ w: tensor1d(start) }, options);
    run(adam, 1, 12, 0.01);
    const expected = reference(12, 0.01, options.beta1, options.beta2, options.epsilon);
    adam.params.w?.dataSync().forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] as number, 5);
    });
    adam.dispose();
  });

  test('moves every parameter as if it were alone, whatever their sizes', () => {
    const values = (size: number, of: number) => Array.from({ length: size }, (_, i) => Math.sin(7 * of + i));
    const sizes = [3, 16, 1, 5, 16, 8, 40, 2, 12];
    const named = (each: (size: number, i: number) => Tensor) =>
      Object.fromEntries(sizes.map((size, i) => [`p${i}`, each(size, i)]));
    const together = createAdam(named((size, i) => tensor1d(values(size, i))));
    for (const step of [1, 2])
      tidy(() =>
        together.update(
          named((size, i) => tensor1d(values(size, i + 100 * step))),
          0.1,
        ),
      );
    sizes.forEach((size, i) => {
      const alone = createAdam({ w: tensor1d(values(size, i)) });
      for (const step of [1, 2]) tidy(() => alone.update({ w: tensor1d(values(size, i + 100 * step)) }, 0.1));
      const [ours, theirs] = [together, alone].map(({ params, state }) =>
        [params, state().m, state().v].map((tensors) => [...((tensors[`p${i}`] ?? tensors.w)?.dataSync() ?? [])]),
      );
      expect(ours).toEqual(theirs);
      alone.dispose();
    });
    together.dispose();
  });

  test('continues from its state as if it had never stopped', () => {
    const whole = createAdam({ w: tensor1d(start) });
    run(whole, 1, 6, 0.1);
    const before = createAdam({ w: tensor1d(start) });
    run(before, 1, 3, 0.1);
    const copy = (tensors: Record<string, { clone(): import('@tensorflow/tfjs-core').Tensor }>) => ({
      w: tensors.w?.clone() as never,
    });
    const { step, m, v } = before.state();
    const after = createAdam(copy(before.params), {}, { step, m: copy(m), v: copy(v) });
    run(after, 4, 6, 0.1);
    expect([...(after.params.w?.dataSync() ?? [])]).toEqual([...(whole.params.w?.dataSync() ?? [])]);
    for (const adam of [whole, before, after]) adam.dispose();
  });

  test('holds three tensors a parameter, however many steps, and frees them', () => {
    const before = memory().numTensors;
    const adam = createAdam({ w: tensor1d(start) });
    run(adam, 1, 5, 0.1);
    expect(memory().numTensors).toBe(before + 3);
    adam.dispose();
    expect(memory().numTensors).toBe(before);
  });
});
