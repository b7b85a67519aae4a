import { describe, expect, test } from '@jest/globals';
import { grad, memory, neg, type Scalar, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { bceWithLogits, discriminatorObjective, generatorObjective, l1 } from './index.ts';

const number = (scalar: Scalar) => scalar.dataSync()[0] as number;
const softplus = (x: number) => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));
const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('bceWithLogits', () => {
  const logits = [-30, -5, -0.5, 0, 0.25, 3, 8, 25];

  test.each([
    [true, -1],
    [false, 1],
  ])('is the mean of log(1 + exp(+-x)) for real = %s', (real, sign) => {
    expect(number(bceWithLogits(tensor(logits), real))).toBeCloseTo(average(logits.map((x) => softplus(sign * x))), 5);
  });

  test('keeps the digits of small losses', () => {
    const small = number(bceWithLogits(tensor([12]), true));
    expect(Math.abs(small / softplus(-12) - 1)).toBeLessThan(1e-5);
  });

  test('stays finite, and passes on what is not a number', () => {
    expect(number(bceWithLogits(tensor([-1e4, 1e4]), true))).toBeCloseTo(5000, 0);
    expect(number(bceWithLogits(tensor([1, Number.NaN]), true))).toBeNaN();
  });

  test('has the gradient (sigmoid(x) - label) / n', () => {
    const slopes = (real: boolean) => [...grad((x: Tensor) => bceWithLogits(x, real))(tensor(logits)).dataSync()];
    for (const [real, label] of [
      [true, 1],
      [false, 0],
    ] as const)
      slopes(real).forEach((slope, i) => {
        expect(slope).toBeCloseTo((1 / (1 + Math.exp(-(logits[i] as number))) - label) / logits.length, 6);
      });
  });
});

describe('l1', () => {
  test('is the mean absolute error', () => {
    expect(number(l1(tensor([1, -1, 0.5, 0]), tensor([0.5, -1, 1, -1])))).toBeCloseTo(0.5, 6);
  });

  test('has the gradient sign(output - target) / n, zero where they are equal', () => {
    const [output, target] = [tensor([1, -1, 0.5, 0]), tensor([0.5, -1, 1, -1])];
    const slopes = [grad((x: Tensor) => l1(x, target))(output), neg(grad((x: Tensor) => l1(output, x))(target))];
    for (const slope of slopes)
      slope.dataSync().forEach((value, i) => {
        expect(value).toBeCloseTo([0.25, 0, -0.25, 0.25][i] as number, 6);
      });
  });
});

test('the discriminator is at log 2 where it cannot tell, and near 0 where it is sure and right', () => {
  expect(number(discriminatorObjective(tensor([0, 0]), tensor([0, 0])))).toBeCloseTo(Math.log(2), 6);
  expect(number(discriminatorObjective(tensor([20]), tensor([-20])))).toBeCloseTo(0, 6);
  expect(number(discriminatorObjective(tensor([1, 2]), tensor([3, -4])))).toBeCloseTo(
    0.5 * (average([softplus(-1), softplus(-2)]) + average([softplus(3), softplus(-4)])),
    5,
  );
});

test("the generator's objective is its adversarial part plus lambda times the reconstruction", () => {
  const [logits, fake, target] = [tensor([1, -2]), tensor([0.5, 0]), tensor([0, 0.25])];
  const { total, adversarial, reconstruction } = generatorObjective(logits, fake, target, { lambda: 10 });
  expect(number(adversarial)).toBeCloseTo(average([softplus(-1), softplus(2)]), 6);
  expect(number(reconstruction)).toBeCloseTo(0.375, 6);
  expect(number(total)).toBeCloseTo(number(adversarial) + 3.75, 5);
  expect(number(generatorObjective(logits, fake, target).total)).toBeCloseTo(number(adversarial) + 37.5, 4);
});

test('leaves nothing behind but what it returns', () => {
  const [logits, fake, target] = [tensor([1, -2]), tensor([0.5, 0]), tensor([0, 0.25])];
  const before = memory().numTensors;
  tidy(() => {
    generatorObjective(logits, fake, target);
    discriminatorObjective(logits, fake);
  });
  expect(memory().numTensors).toBe(before);
  discriminatorObjective(logits, fake).dispose();
  l1(fake, target).dispose();
  bceWithLogits(logits, true).dispose();
  expect(memory().numTensors).toBe(before);
});
