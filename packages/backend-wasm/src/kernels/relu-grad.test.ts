import { describe, expect, test } from '@jest/globals';
import { engine, type Tensor, tensor } from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { anyFloats, firstDifference, seededFloats } from '../testing/floats.ts';
import { nameOf, useVariant, variants } from '../testing/variants.ts';

function gradient(dy: Float32Array, y: Float32Array): Float32Array {
  const dx: Tensor = engine().runKernel('ReluGrad', { dy: tensor(dy), y: tensor(y) });
  return dx.dataSync() as Float32Array;
}

/** dy * step(y), where the step of NaN is NaN. */
const byFormula = (dy: Float32Array, y: Float32Array) =>
  dy.map((grad, i) => grad * (Number.isNaN(y[i]) ? Number.NaN : (y[i] as number) > 0 ? 1 : 0));

describe.each(variants.map((variant) => [nameOf(variant), variant] as const))('%s', (_, variant) => {
  test('ReluGrad is the formula, for any size and any float', async () => {
    await useVariant(variant);
    const pair = fc.nat(70).chain((size) => fc.tuple(anyFloats(size), anyFloats(size)));
    fc.assert(
      fc.property(pair, ([dy, y]) => expect(firstDifference(gradient(dy, y), byFormula(dy, y))).toBeUndefined()),
    );
    const [dy, y] = [seededFloats(100_003, 1), seededFloats(100_003, 2)];
    expect(firstDifference(gradient(dy, y), byFormula(dy, y))).toBeUndefined();
  });
});
