import './register-gradients.ts';
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  applyDiscriminator,
  applyGenerator,
  discriminatorLayers,
  generatorLayers,
  paramsFromNames,
} from '@pix2pix-ts/models';
import {
  distanceFromSummary,
  readSeedFixture,
  type SampledTensor,
  seedWeights,
  toleranceOf,
  zeroGradients,
} from '@pix2pix-ts/reference';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { recordingNetworks, seedConfigOf, toTensor, toTensors } from './testing/reference-networks.ts';
import { trainStep } from './train-step.ts';

// PyTorch's float64 values of the seed's full model; tools/reference/seed_fixture.py writes them. Too slow for cpu.
const fixture = readSeedFixture();
const config = seedConfigOf(fixture.size, fixture.filters);
const OUTPUT_TOLERANCE = 1e-5;

const outputs: Record<string, Float32Array> = {};
const losses: Record<string, number> = {};
let gradients: Record<string, Record<string, Float32Array>>;

beforeAll(() => {
  const weightsOf = (network: 'generator' | 'discriminator') =>
    toTensors(
      Object.fromEntries(
        Object.entries(fixture.parameterShapes[network]).map(([name, shape]) => [
          name,
          seedWeights(`${network}.${name}`, shape),
        ]),
      ),
    );
  const recorded = recordingNetworks({ generator: weightsOf('generator'), discriminator: weightsOf('discriminator') });
  const { networks } = recorded;
  gradients = recorded.gradients;
  const [a, b] = [toTensor(fixture.a) as Tensor4D, toTensor(fixture.b) as Tensor4D];
  const judge = (target: Tensor4D) =>
    applyDiscriminator(
      config.discriminator,
      paramsFromNames(discriminatorLayers(config.discriminator), networks.discriminator.params),
      target,
      a,
    ).dataSync<'float32'>();

  const params = paramsFromNames(generatorLayers(config.generator), networks.generator.params);
  const fake = applyGenerator(config.generator, params, a);
  Object.assign(outputs, { fake: fake.dataSync(), 'logits.real': judge(b), 'logits.fake': judge(fake) });
  const result = trainStep(config, networks, { a, b, learningRate: config.learningRate, dropout: 'off' });
  outputs['logits.updated'] = judge(fake);
  for (const [name, loss] of Object.entries(result)) losses[name] = loss.dataSync()[0] as number;
}, 600_000);

describe("the seed's full model at 256 px, one step", () => {
  test.each(Object.keys(fixture.outputs))("gives PyTorch's %s", (name) => {
    const distance = distanceFromSummary(outputs[name] as Float32Array, fixture.outputs[name] as SampledTensor);
    for (const value of Object.values(distance)) expect(value).toBeLessThan(OUTPUT_TOLERANCE);
  });

  test("has PyTorch's losses", () => {
    const { l1, ...same } = fixture.losses;
    for (const [name, expected] of Object.entries({ ...same, reconstruction: l1 }))
      expect(Math.abs((losses[name] as number) / expected - 1)).toBeLessThan(OUTPUT_TOLERANCE);
  });

  test.each(['generator', 'discriminator'] as const)(
    "has PyTorch's gradients for every tensor of the %s",
    (network) => {
      for (const [name, reference] of Object.entries(fixture.gradients[network])) {
        const distance = distanceFromSummary(gradients[network]?.[name] as Float32Array, reference);
        const { ownDistance, ownMedianDistance, ownNormDistance, ownSumDistance } = reference;
        const within = {
          samples: distance.samples < toleranceOf(ownDistance),
          median: distance.median <= toleranceOf(ownMedianDistance), // 0 where most of a gradient is
          norm: distance.norm < toleranceOf(ownNormDistance),
          sum: distance.sum < toleranceOf(ownSumDistance),
        };
        expect({ name, distance, within }).toMatchObject({
          name,
          within: { samples: true, median: true, norm: true, sum: true },
        });
      }
    },
  );

  test('has no gradient for a bias directly before an instance norm', () => {
    const largest = (values: Float32Array) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const ofNetwork = Math.max(...Object.values(gradients.discriminator ?? {}).map(largest));
    for (const name of zeroGradients)
      expect(largest(gradients.discriminator?.[name] as Float32Array) / ofNetwork).toBeLessThan(
        toleranceOf(fixture.zeroGradientNoise),
      );
  });
});
