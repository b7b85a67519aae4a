import { describe, expect, test } from '@jest/globals';
import { engine, type Tensor, tensor } from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { nameOf, useVariant, variants } from '../testing/variants.ts';

function gradient(dy: Float32Array, x: Float32Array, alpha: number): Float32Array {
  const inputs = { dy: tensor(dy), x: tensor(x) };
  const dx: Tensor = engine().runKernel('LeakyReluGrad', inputs, { alpha });
  return dx.dataSync() as Float32Array;
}

const byFormula = (dy: Float32Array, x: Float32Array, alpha: number) =>
  dy.map((grad, i) => ((x[i] as number) > 0 ? grad : grad * Math.fround(alpha)));

describe.each(variants.map((variant) => [nameOf(variant), variant] as const))('%s', (_, variant) => {
  test('LeakyReluGrad is the formula, for any size and any float', async () => {
    await useVariant(variant);
    const floats = fc.float32Array({ minLength: 0, maxLength: 70 });
    fc.assert(
      fc.property(floats, floats, fc.float({ min: -2, max: 2, noNaN: true }), (a, b, alpha) => {
        const size = Math.min(a.length, b.length);
        const [dy, x] = [a.slice(0, size), b.slice(0, size)];
        expect(gradient(dy, x, alpha)).toEqual(byFormula(dy, x, alpha));
      }),
    );
  });

  test('LeakyReluGrad of more values than one thread takes', async () => {
    await useVariant(variant);
    const size = 100_003;
    const x = Float32Array.from({ length: size }, (_, i) => Math.sin(i));
    const dy = Float32Array.from({ length: size }, (_, i) => Math.cos(3 * i));
    expect(gradient(dy, x, 0.2)).toEqual(byFormula(dy, x, 0.2));
  });
});

test('LeakyReluGrad of tensors it does not cover is refused in one line', async () => {
  const inputs = { dy: tensor([1, 2], [2], 'int32'), x: tensor([1, 2]) };
  expect(() => engine().runKernel('LeakyReluGrad', inputs, { alpha: 0.2 })).toThrow(
    'Expected LeakyReluGrad to be given float32 tensors dy and x of the same shape, got dy int32 [2], x float32 [2]. Use another backend for it.',
  );
});
