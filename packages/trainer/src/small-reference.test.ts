import './register-gradients.ts';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { applyDiscriminator, applyGenerator } from '@pix2pix-ts/models';
import {
  largestDistance,
  type ReferenceTensor,
  readSmallFixture,
  type SmallStep,
  toleranceOf,
  zeroGradients,
} from '@pix2pix-ts/reference';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { trainStep } from './step/train-step.ts';
import { pytorchGanConfigOf, recordingNetworks, toTensor, toTensors } from './testing/reference-networks.ts';

// PyTorch's float64 values of PyTorch-GAN's networks and loop; tools/reference/small_fixture.py writes them.
const fixture = readSmallFixture();
const config = pytorchGanConfigOf(fixture.size, fixture.filters);
const OUTPUT_TOLERANCE = 1e-5;
const tolerance = ({ ownDistance }: ReferenceTensor) => toleranceOf(ownDistance);

type Values = Record<string, ArrayLike<number>>;
const outputs: Values = {};
const steps: { losses: Record<string, number>; gradients: Record<string, Values> }[] = [];
const weights: Record<string, Values> = {};

/** The five steps of the fixture, everything that it holds kept. */
beforeAll(() => {
  const { networks, gradients } = recordingNetworks({
    generator: toTensors(fixture.initial.generator),
    discriminator: toTensors(fixture.initial.discriminator),
  });
  const inputsOf = ({ a, b, masks }: SmallStep) => ({
    input: toTensor(a) as Tensor4D,
    target: toTensor(b) as Tensor4D,
    learningRate: config.learningRate,
    dropout: { masks: toTensors(masks) as Record<string, Tensor4D> },
  });
  const judge = (target: Tensor4D, condition: Tensor4D) =>
    applyDiscriminator(config.discriminator, networks.discriminator.optimizer.params, target, condition)[0].dataSync();

  for (const [index, step] of fixture.steps.entries()) {
    const inputs = inputsOf(step);
    const { input: a, target: b, dropout } = inputs;
    const draw = () => applyGenerator(config.generator, networks.generator.optimizer.params, a, { dropout });
    const fake = index === 0 ? draw() : undefined;
    if (fake)
      Object.assign(outputs, { fake: fake.dataSync(), 'logits.real': judge(b, a), 'logits.fake': judge(fake, a) });
    const losses = trainStep(config, networks, inputs);
    if (fake) outputs['logits.updated'] = judge(fake, a);
    const numbers = Object.entries(losses).map(([name, loss]) => [name, loss.dataSync()[0] as number]);
    steps.push({ losses: Object.fromEntries(numbers), gradients: structuredClone(gradients) });
  }
  for (const network of ['generator', 'discriminator'] as const)
    weights[network] = Object.fromEntries(
      Object.entries(networks[network].optimizer.params).map(([name, param]) => [name, param.dataSync()]),
    );
}, 600_000);

describe("PyTorch-GAN's training step at 64 px with 8 filters and given masks", () => {
  test.each(Object.keys(fixture.outputs))("gives PyTorch's %s", (name) => {
    const distance = largestDistance(outputs[name] as ArrayLike<number>, fixture.outputs[name] as ReferenceTensor);
    expect(distance).toBeLessThan(OUTPUT_TOLERANCE);
  });

  test("has PyTorch's losses in each of five steps", () => {
    for (const [index, { losses }] of fixture.steps.entries()) {
      for (const [name, expected] of Object.entries(losses))
        expect(Math.abs((steps[index]?.losses[name] as number) / expected - 1)).toBeLessThan(OUTPUT_TOLERANCE);
    }
  });

  test.each(['generator', 'discriminator'] as const)(
    "has PyTorch's gradients for every tensor of the %s",
    (network) => {
      for (const [name, reference] of Object.entries(fixture.gradients[network])) {
        const gradient = steps[0]?.gradients[network]?.[name] as ArrayLike<number>;
        expect([name, largestDistance(gradient, reference) < tolerance(reference)]).toEqual([name, true]);
      }
    },
  );

  test('has no gradient for a bias directly before an instance norm', () => {
    const gradients = steps[0]?.gradients.discriminator as Values;
    const largest = (values: ArrayLike<number>) => Math.max(...Array.from(values, Math.abs));
    const ofNetwork = Math.max(...Object.values(gradients).map(largest));
    for (const name of zeroGradients)
      expect(largest(gradients[name] as ArrayLike<number>) / ofNetwork).toBeLessThan(
        toleranceOf(fixture.zeroGradientNoise),
      );
  });

  test.each(['generator', 'discriminator'] as const)(
    'moves the weights of the %s where PyTorch moves them',
    (network) => {
      for (const [name, reference] of Object.entries(fixture.weights[network])) {
        const values = weights[network]?.[name] as ArrayLike<number>;
        expect([name, largestDistance(values, reference) < tolerance(reference)]).toEqual([name, true]);
      }
    },
  );
});
