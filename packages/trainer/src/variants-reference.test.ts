import { expect, test } from '@jest/globals';
import {
  type AnyDiscriminatorConfig,
  type AnyGeneratorConfig,
  affinelayerGenerator,
  applyDiscriminator,
  applyGenerator,
  discriminatorTensors,
  generatorTensors,
  junyanzGenerator,
  type Mode,
  paperDiscriminator,
  pytorchGanGenerator,
} from '@pix2pix-ts/models';
import type { NamedTensors } from '@pix2pix-ts/ops';
import { distanceFromSummary, readVariantsFixture, type SampledTensor } from '@pix2pix-ts/reference';
import { mul, type Scalar, sum, type Tensor, type Tensor4D, zeros } from '@tensorflow/tfjs-core';
import { lossAndGradients } from './gradients/loss-and-gradients.ts';
import { toTensor } from './testing/reference-networks.ts';

// PyTorch's float64 values; tools/reference/variants_fixture.py writes them.
const { size, filters, variants } = readVariantsFixture();
const own = { imageSize: size, filters, dropout: 0 };
const GENERATORS: Record<string, AnyGeneratorConfig> = {
  junyanz: { ...junyanzGenerator, ...own },
  affinelayer: { ...affinelayerGenerator, ...own },
  'encoder-decoder': { ...pytorchGanGenerator, ...own, kind: 'encoder-decoder', norm: 'instance-affine' },
};
const DISCRIMINATORS: Record<string, AnyDiscriminatorConfig> = { patch: { ...paperDiscriminator, filters } };
const IN_TRAINING: Mode = { statistics: 'batch' };

test.each(variants)("$name gives PyTorch's output, and its gradient for every tensor", (variant) => {
  const generator = GENERATORS[variant.name];
  const discriminator = DISCRIMINATORS[variant.name] as AnyDiscriminatorConfig;
  const specs = Object.entries(generator ? generatorTensors(generator) : discriminatorTensors(discriminator));
  const params: NamedTensors = {};
  const buffers: NamedTensors = {};
  for (const [name, { shape, trained }] of specs)
    if (trained) params[name] = toTensor(variant.parameter(name, shape));
    else buffers[name] = zeros([...shape]);
  const images = (name: string) => toTensor(variant.images(name)) as Tensor4D;
  const forward = (tensors: NamedTensors): Tensor4D =>
    generator
      ? applyGenerator(generator, tensors, images('x'), IN_TRAINING)
      : applyDiscriminator(discriminator, tensors, images('x'), images('condition'), IN_TRAINING)[0];

  expectNear('output', forward({ ...params, ...buffers }), variant.output, 1e-5);
  const direction = toTensor(variant.direction);
  const product = (tensors: NamedTensors): Scalar => sum(mul(forward({ ...tensors, ...buffers }), direction));
  const { gradients } = lossAndGradients(params, product);
  expect(Object.keys(gradients).sort()).toEqual(Object.keys(variant.gradients).sort());
  for (const [name, reference] of Object.entries(variant.gradients))
    expectNear(name, gradients[name] as Tensor, reference, 1e-4);
});

function expectNear(name: string, values: Tensor, reference: SampledTensor, tolerance: number): void {
  const distance = distanceFromSummary(values.dataSync<'float32'>(), reference);
  expect({ name, distance, near: Math.max(...Object.values(distance)) < tolerance }).toMatchObject({ near: true });
}
