import './register-gradients.ts';
import { expect, test } from '@jest/globals';
import { discriminatorTensors, type MultiScaleConfig, pytorchGanDiscriminator } from '@pix2pix-ts/models';
import type { NamedTensors } from '@pix2pix-ts/ops';
import { distanceFromSummary, readMultiScaleFixture, type SampledTensor } from '@pix2pix-ts/reference';
import { grad, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { discriminatorGradients, judge } from './step/discriminator-gradients.ts';
import { generatorLoss } from './step/generator-loss.ts';
import type { StepInputs } from './step/step-inputs.ts';
import { pytorchGanConfigOf, recordingNetworks, toTensor } from './testing/reference-networks.ts';

// PyTorch's float64 values; tools/reference/multi_scale_fixture.py writes them.
const fixture = readMultiScaleFixture();
const { filters, scales, matching, losses } = fixture;
const discriminator: MultiScaleConfig = {
  ...pytorchGanDiscriminator,
  kind: 'multi-scale',
  scales,
  filters,
  layers: 2,
};
const config = { ...pytorchGanConfigOf(32, filters), discriminator, featureMatching: matching, lambda: 0 };

function setUp() {
  const tensors: NamedTensors = {};
  for (const [name, { shape }] of Object.entries(discriminatorTensors(discriminator)))
    tensors[name] = toTensor(fixture.parameter(name, shape));
  const [input, target, fake] = ['condition', 'target', 'fake'].map((name) => toTensor(fixture.images(name)));
  const { networks } = recordingNetworks({ generator: {}, discriminator: tensors });
  const inputs = { input, target, learningRate: 0, dropout: 'off' } as StepInputs;
  return { networks, inputs, fake: fake as Tensor4D };
}

test("multi-scale discriminators have PyTorch's logits, loss and gradients", () => {
  const { networks, inputs, fake } = setUp();
  const { params } = networks.discriminator.optimizer;
  const maps = judge(config, networks.discriminator, params, fake, inputs.input);
  expect(maps).toHaveLength(scales);
  maps.forEach((map, i) => {
    expectNear(`logits ${i + 1}`, map, fixture.logits[i] as SampledTensor, 1e-5);
  });

  const { loss, gradients } = discriminatorGradients(config, networks, inputs, fake);
  expect(loss.dataSync()[0]).toBeCloseTo(losses.discriminator, 5);
  expect(Object.keys(gradients)).toHaveLength(Object.keys(fixture.gradients).length + scales); // biases before a norm
  for (const [name, reference] of Object.entries(fixture.gradients))
    expectNear(name, gradients[name] as Tensor, reference, 1e-4);
});

test("the generator has PyTorch's adversarial loss and features against all scales, and their gradient", () => {
  const { networks, inputs, fake } = setUp();
  const { terms } = generatorLoss(config, networks, inputs, fake);
  expect(terms.adversarial?.dataSync()[0]).toBeCloseTo(losses.adversarial, 5);
  expect(terms.features?.dataSync()[0]).toBeCloseTo(losses.features, 5);
  const slope = grad((x: Tensor) => generatorLoss(config, networks, inputs, x as Tensor4D).total);
  expectNear('of the fake', slope(fake), fixture.ofFake, 1e-4);
});

function expectNear(name: string, values: Tensor, reference: SampledTensor, tolerance: number): void {
  const distance = distanceFromSummary(values.dataSync<'float32'>(), reference);
  expect({ name, distance, near: Math.max(...Object.values(distance)) < tolerance }).toMatchObject({ near: true });
}
