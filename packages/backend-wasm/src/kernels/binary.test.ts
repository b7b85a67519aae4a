import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { anyFloats, firstDifference, seededFloats } from '../testing/floats.ts';
import { runKernel, type Values } from '../testing/run-kernel.ts';
import { nameOf, variants } from '../testing/variants.ts';
import { planBroadcast } from './broadcast-plan.ts';

const names = ['Add', 'Maximum', 'Minimum', 'Multiply', 'RealDiv', 'Sub'];
const sizeOf = (shape: number[]) => shape.reduce((a, b) => a * b, 1);

/** Two shapes that broadcast: an output's, of which each operand drops leading axes and keeps others at 1. */
const shapes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 0, maxLength: 5 }).chain((shape) => {
  const operand = fc
    .tuple(fc.nat(shape.length), fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }))
    .map(([dropped, kept]) => shape.map((size, i) => (kept[i] ? size : 1)).slice(dropped));
  return fc.tuple(operand, operand);
});

const operands = shapes.chain(([a, b]) =>
  fc.tuple(anyFloats(sizeOf(a)), anyFloats(sizeOf(b))).map(([x, y]) => ({
    a: { values: x, shape: a },
    b: { values: y, shape: b },
  })),
);

describe.each(variants.map((variant) => [nameOf(variant), variant] as const))('%s', (_, variant) => {
  const expectSame = async (name: string, inputs: { a: Values; b: Values }) => {
    const expected = await runKernel('cpu', name, inputs, {});
    const actual = await runKernel(variant, name, inputs, {});
    expect(actual.shape).toEqual(expected.shape);
    expect(firstDifference(actual.values, expected.values)).toBeUndefined();
  };

  test.each(names)("%s is the cpu backend's, for any shapes that broadcast and any floats", async (name) => {
    await fc.assert(
      fc.asyncProperty(operands, (inputs) => expectSame(name, inputs)),
      { numRuns: 60 },
    );
  });

  test.each(['Maximum', 'Minimum'])('%s of NaN is NaN, however shapes broadcast', async (name) => {
    const b = Array.from({ length: 100 }, (_, i) => (i % 7 === 3 ? Number.NaN : i));
    const inputs = {
      a: { shape: [1, 5, 1, 3, 1], values: seededFloats(15, 1) },
      b: { shape: [4, 5, 5, 1, 1], values: Float32Array.from(b) },
    };
    await expectSame(name, inputs);
  });

  test.each([
    [[100_003], [100_003]],
    [[2, 50, 41, 24], []],
    [[], [99_999]],
    [[2, 50, 41, 24], [24]],
    [[3], [1, 200, 200, 3]],
    [
      [3, 50, 41, 17],
      [3, 1, 1, 17],
    ],
    [
      [700, 1],
      [1, 151],
    ],
    [
      [1, 2000],
      [50, 1],
    ],
    [
      [50, 7, 1],
      [1, 7, 301],
    ],
    [
      [3, 1, 40, 1, 50],
      [1, 4, 1, 30, 50],
    ],
  ])('the threads share the work on [%p] and [%p]', async (aShape, bShape) => {
    const of = (shape: number[], seed: number) => ({ shape, values: seededFloats(sizeOf(shape), seed, 3) });
    await expectSame('Sub', { a: of(aShape, 1), b: of(bShape, 2) });
  });
});

test('neighbouring axes are walked as one', () => {
  expect(planBroadcast([2, 3, 4, 5], [5])).toMatchObject({ sizes: [1, 24, 5], a: [0, 5, 1], b: [0, 0, 1] });
  expect(planBroadcast([2, 3, 4, 5], [2, 1, 1, 5])).toMatchObject({ sizes: [2, 12, 5], a: [60, 5, 1], b: [5, 0, 1] });
  expect(planBroadcast([2, 3, 4, 5], [2, 3, 1, 1])).toMatchObject({ sizes: [1, 6, 20], a: [0, 20, 1], b: [0, 1, 0] });
  expect(planBroadcast([7], [1, 1])).toMatchObject({ shape: [1, 7], sizes: [1, 1, 7], a: [0, 0, 1], b: [0, 0, 0] });
  const blocks = [
    { a: 0, b: 0 },
    { a: 2, b: 0 },
  ];
  expect(planBroadcast([2, 1, 2, 1], [1, 3, 1, 5])).toMatchObject({
    sizes: [3, 2, 5],
    a: [0, 1, 0],
    b: [5, 0, 1],
    blocks,
  });
});
