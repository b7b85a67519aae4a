import { describe, expect, test } from '@jest/globals';
import { lossInput, type ReferenceLoss, readLossesFixture } from '@pix2pix-ts/reference';
import { grad, memory, neg, type Scalar, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import {
  bceWithLogits,
  discriminatorObjective,
  featureDistance,
  ganLosses,
  generatorObjective,
  type Logits,
  l1,
  l2,
  reconstructionLosses,
  smoothL1,
} from './index.ts';

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

describe.each([
  ['l2', l2, (d: number) => d * d, (d: number) => 2 * d],
  [
    'smooth-l1',
    smoothL1,
    (d: number) => (Math.abs(d) < 1 ? (d * d) / 2 : Math.abs(d) - 0.5),
    (d: number) => Math.max(-1, Math.min(1, d)),
  ],
])('%s', (_, loss, value, slope) => {
  const differences = [1.75, -1.5, 1, -1, 0.5, -0.25, 0, 2];
  const images = () => [tensor(differences.map((d) => d - 0.5)), tensor(differences.map(() => -0.5))] as const;

  test('is the mean of its formula', () => {
    expect(number(loss(...images()))).toBeCloseTo(average(differences.map(value)), 6);
  });

  test('has the slope of its formula in the output, and the opposite in the target', () => {
    const [output, target] = images();
    const slopes = [grad((x: Tensor) => loss(x, target))(output), neg(grad((x: Tensor) => loss(output, x))(target))];
    for (const each of slopes)
      each.dataSync().forEach((got, i) => {
        expect(got).toBeCloseTo(slope(differences[i] as number) / differences.length, 6);
      });
  });
});

describe.each([
  [
    'lsgan',
    (r: number) => (r - 1) ** 2,
    (r: number) => 2 * (r - 1),
    (f: number) => f ** 2,
    (f: number) => 2 * f,
    (f: number) => (f - 1) ** 2,
    (f: number) => 2 * (f - 1),
  ],
  [
    'hinge',
    (r: number) => Math.max(0, 1 - r),
    (r: number) => (r < 1 ? -1 : 0),
    (f: number) => Math.max(0, 1 + f),
    (f: number) => (f > -1 ? 1 : 0),
    (f: number) => -f,
    () => -1,
  ],
])('the GAN loss %s', (name, real, realSlope, fake, fakeSlope, generated, generatedSlope) => {
  const [reals, fakes] = [
    [-2, -1, 0, 0.5, 1, 3],
    [-3, -1, -0.5, 0, 1, 2],
  ];
  const loss = ganLosses.get(name);

  test('is half of the mean over real logits and half of that over generated ones for D, and a mean for G', () => {
    const expected = 0.5 * (average(reals.map(real)) + average(fakes.map(fake)));
    expect(number(loss.discriminator(tensor(reals), tensor(fakes)))).toBeCloseTo(expected, 5);
    expect(number(loss.generator(tensor(fakes)))).toBeCloseTo(average(fakes.map(generated)), 5);
  });

  test('has the slopes of these formulas', () => {
    const n = reals.length;
    const ofReal = grad((x: Tensor) => loss.discriminator(x, tensor(fakes)))(tensor(reals)).dataSync();
    const ofFake = grad((x: Tensor) => loss.discriminator(tensor(reals), x))(tensor(fakes)).dataSync();
    const ofGenerated = grad((x: Tensor) => loss.generator(x))(tensor(fakes)).dataSync();
    for (let i = 0; i < n; i++) {
      expect(ofReal[i]).toBeCloseTo(realSlope(reals[i] as number) / (2 * n), 6);
      expect(ofFake[i]).toBeCloseTo(fakeSlope(fakes[i] as number) / (2 * n), 6);
      expect(ofGenerated[i]).toBeCloseTo(generatedSlope(fakes[i] as number) / n, 6);
    }
  });
});

// PyTorch's float64 values; tools/reference/losses_fixture.py writes them.
const fixture = readLossesFixture();

describe("the losses of the tables have PyTorch's values and gradients", () => {
  const input = (name: string) => tensor(lossInput(fixture, name), fixture.shape);

  /** Holds a loss of inputs of these names to the reference. */
  function expectLoss(loss: (...inputs: Tensor[]) => Scalar, { value, gradients }: ReferenceLoss): void {
    const names = Object.keys(gradients);
    const tensors = names.map(input);
    expect(number(loss(...tensors))).toBeCloseTo(value, 5);
    names.forEach((name, place) => {
      const slope = grad((x: Tensor) => loss(...tensors.map((own, i) => (i === place ? x : own))));
      const expected = gradients[name] as number[];
      [...slope(tensors[place] as Tensor).dataSync()].forEach((got, i) => {
        expect(Math.abs(got - (expected[i] as number))).toBeLessThan(1e-7);
      });
    });
  }

  test('feature matching', () => {
    const real = [0, 1, 2].map((i) => input(`real${i}`));
    expectLoss((...fake) => featureDistance({ fake, real }), fixture.features);
  });

  test.each(Object.entries(fixture.smoothed))('%s with smoothed labels', (name, expected) => {
    const { discriminator, takesSmoothing } = ganLosses.get(name);
    expect(takesSmoothing).toBe(true);
    expectLoss((real, fake) => discriminator(real as Tensor, fake as Tensor, fixture.smoothing), expected);
  });

  test.each(ganLosses.names)('%s', (name) => {
    const { discriminator, generator } = fixture.gan[name] as (typeof fixture.gan)[string];
    expectLoss((real, fake) => ganLosses.get(name).discriminator(real as Tensor, fake as Tensor), discriminator);
    expectLoss((fake) => ganLosses.get(name).generator(fake as Tensor), generator);
  });

  test.each(reconstructionLosses.names)('%s', (name) => {
    const loss = reconstructionLosses.get(name);
    expectLoss(
      (output, target) => loss(output as Tensor, target as Tensor),
      fixture.reconstruction[name] as ReferenceLoss,
    );
  });
});

test('the discriminator is at log 2 where it cannot tell, and near 0 where it is sure and right', () => {
  expect(number(discriminatorObjective(tensor([0, 0]), tensor([0, 0])).total)).toBeCloseTo(Math.log(2), 6);
  expect(number(discriminatorObjective(tensor([20]), tensor([-20])).total)).toBeCloseTo(0, 6);
  expect(number(discriminatorObjective(tensor([1, 2]), tensor([3, -4])).total)).toBeCloseTo(
    0.5 * (average([softplus(-1), softplus(-2)]) + average([softplus(3), softplus(-4)])),
    5,
  );
});

test('the losses of several maps of logits are added up, each a mean of its own', () => {
  const [large, small] = [tensor([1, -2, 3, 0.5]), tensor([-1])];
  for (const adversarial of ganLosses.names) {
    const ofD = (real: Logits, fake: Logits) => number(discriminatorObjective(real, fake, { adversarial }).total);
    expect(ofD([large, small], [small, large])).toBeCloseTo(ofD(large, small) + ofD(small, large), 5);
    const ofG = (logits: Logits) => number(generatorObjective(logits, small, small, { adversarial }).total);
    expect(ofG([large, small])).toBeCloseTo(ofG(large) + ofG(small), 5);
  }
});

const l2WithoutName = (output: Tensor, target: Tensor) => l2(output, target);

test("the generator's objective is its adversarial part plus lambda times the reconstruction", () => {
  const [logits, fake, target] = [tensor([1, -2]), tensor([0.5, 0]), tensor([0, 0.25])];
  const { total, terms } = generatorObjective(logits, fake, target, { lambda: 10 });
  const { adversarial, l1: reconstruction } = terms as Record<'adversarial' | 'l1', Scalar>;
  expect(Object.keys(terms)).toEqual(['adversarial', 'l1']);
  expect(Object.keys(generatorObjective(logits, fake, target, { reconstruction: l2WithoutName }).terms)).toEqual([
    'adversarial',
    'reconstruction',
  ]);
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
  discriminatorObjective(logits, fake).total.dispose();
  ganLosses.get('hinge').generator(logits).dispose();
  smoothL1(fake, target).dispose();
  l2(fake, target).dispose();
  l1(fake, target).dispose();
  bceWithLogits(logits, true).dispose();
  expect(memory().numTensors).toBe(before);
});
