import { describe, expect, test } from '@jest/globals';
import { applyDiscriminator } from '@pix2pix-ts/models';
import {
  abs,
  conv2d,
  grad,
  max,
  mean,
  mul,
  type Scalar,
  square,
  sub,
  type Tensor,
  type Tensor4D,
  tensor4d,
} from '@tensorflow/tfjs-core';
import { tinyRun } from '../testing/tiny-run.ts';
import { train } from '../train.ts';
import { parseConfig, trainConfigSchema } from '../train-config.ts';
import { createTrainingState } from '../training-state.ts';
import { generatorLoss } from './generator-loss.ts';

const configOf = (changes: object) => {
  const options = tinyRun({ steps: 1 });
  const picked = Object.keys(trainConfigSchema.entries).map((name) => [name, options[name as never]]);
  return parseConfig({ ...Object.fromEntries(picked), ...changes });
};

const wave = (phase: number) =>
  tensor4d(
    Array.from({ length: 32 * 32 * 3 }, (_, i) => Math.sin(phase + 0.37 * i)),
    [1, 32, 32, 3],
  ) as Tensor4D;

test("matched features are the updated D's of every block but the last, of the fake against the real pair", () => {
  const config = configOf({ featureMatching: 10 });
  const state = createTrainingState(config);
  const [input, target, fake] = [wave(0), wave(1), wave(2)];
  const inputs = { input, target, learningRate: 0, dropout: 'off' } as const;
  const { total, terms } = generatorLoss(config, state, inputs, fake);

  const featuresOf = (image: Tensor4D) => {
    const features: Tensor4D[] = [];
    const { params } = state.discriminator.optimizer;
    applyDiscriminator(config.discriminator, params, image, input, { onFeatures: (each) => features.push(each) });
    return features;
  };
  const [ours, theirs] = [featuresOf(fake), featuresOf(target)];
  expect(ours).toHaveLength(4);
  const distances = ours.map((each, i) => mean(abs(sub(each, theirs[i] as Tensor4D))).dataSync()[0] as number);
  const features = distances.reduce((sum, distance) => sum + distance, 0);
  expect(terms.features?.dataSync()[0]).toBeCloseTo(features, 5);

  const without = generatorLoss(configOf({}), state, inputs, fake);
  expect(Object.keys(without.terms)).not.toContain('features');
  expect(total.dataSync()[0]).toBeCloseTo((without.total.dataSync()[0] as number) + 10 * features, 3);
});

test('a run tells the distance of features among its losses', async () => {
  for await (const event of train(tinyRun({ steps: 1, featureMatching: 10, sampleEvery: 0 })))
    if (event.type === 'step')
      expect(event.losses).toMatchObject({ features: expect.any(Number), l1: expect.any(Number) });
  expect.assertions(1);
});

describe('a perceptual term', () => {
  /** Compares the differences between neighbouring pixels, by a convolution: not a distance from pixel to pixel. */
  const edges = () => tensor4d([-1, 0, 0, 0, -1, 0, 0, 0, -1, 1, 0, 0, 0, 1, 0, 0, 0, 1], [1, 2, 3, 3]);
  const distance = (output: Tensor, target: Tensor): Scalar =>
    mean(square(conv2d(sub(output, target) as Tensor4D, edges(), 1, 'valid')));

  test('is added with its weight, and its gradient reaches the fake', () => {
    const config = { ...configOf({ perceptual: 2 }), perceptualDistance: distance };
    const state = createTrainingState(config);
    const [input, target, fake] = [wave(0), wave(1), wave(2)];
    const inputs = { input, target, learningRate: 0, dropout: 'off' } as const;
    const gradientOf = (of: typeof config | ReturnType<typeof configOf>) =>
      grad((image) => generatorLoss(of, state, inputs, image as Tensor4D).total)(fake);
    const { total, terms } = generatorLoss(config, state, inputs, fake);
    const without = generatorLoss(configOf({}), state, inputs, fake);
    const apart = distance(fake, target).dataSync()[0] as number;
    expect(terms.perceptual?.dataSync()[0]).toBeCloseTo(apart, 6);
    expect(total.dataSync()[0]).toBeCloseTo((without.total.dataSync()[0] as number) + 2 * apart, 3);
    const added = sub(gradientOf(config), gradientOf(configOf({})));
    const expected = mul(grad((image) => distance(image, target))(fake), 2);
    expect(max(abs(sub(added, expected))).dataSync()[0]).toBeLessThan(1e-5);
    expect(max(abs(expected)).dataSync()[0]).toBeGreaterThan(1e-4);
  });

  test('of a run is told among its losses, step by step, and needs its function and its weight', async () => {
    const perceptual: unknown[] = [];
    const options = { steps: 5, perceptual: 2, perceptualDistance: distance, sampleEvery: 0, logEvery: 1 };
    for await (const event of train(tinyRun(options)))
      if (event.type === 'step') perceptual.push(event.losses?.perceptual);
    expect(perceptual).toEqual(Array(5).fill(expect.any(Number)));
    await expect(train(tinyRun({ steps: 1, perceptual: 2 })).next()).rejects.toThrow(
      'Expected perceptualDistance with a perce',
    );
    await expect(train(tinyRun({ steps: 1, perceptualDistance: distance })).next()).rejects.toThrow(
      'Expected a weight above 0',
    );
  });
});
